"""Which delivery mode a message has, by default and by its route."""

from unittest.mock import patch

from celery import Celery
from docs_claims import expect, holds
from kombu.messaging import Producer

app = Celery("delivered", broker="memory://", set_as_current=False)
app.conf.task_routes = {"delivered.routed": {"queue": "celery", "delivery_mode": "transient"}}

with patch.object(Producer, "publish") as publish:
    app.send_task("delivered.plain")
    app.send_task("delivered.routed")
plain, routed = (call[1]["delivery_mode"] for call in publish.call_args_list)
if "mode" in claimed:
    expect("mode", claimed["mode"], int(plain))
holds(routed == "transient", "the route does not change it", "delivery-mode-route")
