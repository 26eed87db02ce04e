"""Which setting limits how often a producer tries to connect, when there is no broker."""

import os
from unittest import mock

from celery import Celery
from kombu.exceptions import OperationalError
from kombu.transport.pyamqp import Transport

for variable in ("CELERY_BROKER_URL", "CELERY_BROKER_WRITE_URL"):
    # They would stand above what the application is told.
    os.environ.pop(variable, None)
MANY = 20


class Forever(Exception):
    """It was tried often enough to believe that it never ends."""


def attempts(**settings):
    """How often connecting is tried when a task is sent, up to many times; nobody waits in between."""
    tried = []

    def refuse(**options):
        tried.append(options)
        raise ConnectionRefusedError("nobody is there") if len(tried) < MANY else Forever

    app = Celery("producing", broker="amqp://guest:guest@127.0.0.1:5672//", set_as_current=False)
    app.conf.update(settings)
    connection = mock.Mock(side_effect=refuse)
    with mock.patch.object(Transport, "Connection", connection), mock.patch("kombu.utils.functional.sleep"):
        try:
            app.send_task("proj.tasks.add", (2, 2))
        except (OperationalError, Forever):
            return len(tried)
    raise RuntimeError("the task was sent to nobody")


if corrected:
    # First: Kombu hands the options of a policy down to connections that come after it.
    forever = attempts(task_publish_retry=False)
    assert forever == MANY, f"without max_retries in broker_transport_options, connecting is tried {forever} times"
    policy = attempts(task_publish_retry_policy={"max_retries": 5})
    assert policy == 6, f"with max_retries = 5 in task_publish_retry_policy, connecting is tried {policy} times"
    alone = attempts(broker_transport_options={"max_retries": 5}, task_publish_retry=False)
    assert alone == 6, f"with max_retries = 5 in broker_transport_options, connecting is tried {alone} times"
else:
    retries = claimed["retries"]
    limited, default = attempts(broker_transport_options={"max_retries": retries}), attempts()
    assert limited == retries + 1, (
        f"with max_retries = {retries} in broker_transport_options, sending a task tries to connect {limited}"
        f" times, and {default} times without: unless task_publish_retry is disabled, the max_retries of"
        " task_publish_retry_policy counts instead"
    )
