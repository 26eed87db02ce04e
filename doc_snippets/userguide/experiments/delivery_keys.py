"""The keys of a request's delivery_info, by what the broker tells."""

from unittest.mock import Mock

from celery.worker.request import Request
from lab_plain import app


@app.task
def told():
    raise NotImplementedError


def keys(delivery_info):
    """Those of a task whose message came with this."""
    made = app.amqp.create_task_message("id", told.name)
    message = Mock(headers=made.headers, properties={}, delivery_info=delivery_info, body=made.body)
    return list(Request(message, app=app, task=told, body=made.body, decoded=True).delivery_info)


found = keys({"exchange": "", "routing_key": "celery", "redelivered": False, "consumer_tag": "1"})
if corrected:
    assert {"exchange", "routing_key"} <= set(found), f"the keys are {', '.join(found)}"
else:
    always = f"the keys are {', '.join(found)} always: what the broker does not tell is None or False"
    assert keys({}) != found, always
