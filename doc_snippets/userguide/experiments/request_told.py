"""What the request says of the message that it came with, and of the worker."""

from base import app, on_error, tell
from docs_claims import eventually, holds
from requested import told

found = told.apply_async(link=tell.s(), link_error=on_error.s(), time_limit=90, soft_time_limit=60).get(timeout=10)
node = next(iter(eventually(lambda: app.control.ping(timeout=5, limit=1))[0]))
holds(found["hostname"] == node, f"it is {found['hostname']}, and the worker's node {node}", "request-hostname")
keys = set(found["delivery_info"])
holds({"exchange", "routing_key"} <= keys, "it has no exchange and routing key", "request-delivery-info")
holds(found["correlation_id"] == found["id"], "it is not the same as the task id", "request-correlation-id")
called = [task["task"] for task in found["callbacks"]]
holds(called == [tell.name], "it is not the list of the signatures that are linked", "request-callbacks")
called = [task["task"] for task in found["errbacks"]]
holds(called == [on_error.name], "it is not the list of the errbacks that are linked", "request-errbacks")
holds(found["time_limit"] == 90, "it is not the hard limit that the call was given", "request-hard-limit")
holds(found["soft_time_limit"] == 60, "it is not the soft limit that the call was given", "request-soft-limit")
headers = told.apply_async(headers={"mine": "yes"}).get(timeout=10)["headers"]
why = "it is None of a task that is sent with headers of its own, too: these are attributes of the request"
holds(headers and headers.get("mine") == "yes", why, "request-headers")
