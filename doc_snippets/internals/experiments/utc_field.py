"""As which time a worker reads one without a time zone, in messages of version 1 with utc and without."""

import os
import time
from datetime import datetime, timezone
from types import SimpleNamespace

from celery.worker.request import Request
from celery.worker.strategy import proto1_to_proto2
from lab_plain import app

os.environ["TZ"] = "JST-9"
time.tzset()
app.conf.timezone = "Asia/Tokyo"


@app.task
def add(x, y):
    """What it says."""


def hour(**utc):
    """The hour in UTC of an ETA at noon."""
    body = dict({"id": "an id", "task": add.name, "args": [2, 2], "kwargs": {}, "eta": "2030-01-01T12:00:00"}, **utc)
    message = SimpleNamespace(
        headers={}, properties={}, delivery_info={}, content_type="", content_encoding="", body=body, payload=body
    )
    body, headers, decoded, in_utc = proto1_to_proto2(message, body)
    request = Request(message, app=app, task=add, body=body, headers=headers, decoded=decoded, utc=in_utc)
    return request.eta.astimezone(timezone.utc).hour


if hour(utc=True) != 12 or datetime(2030, 1, 1, 12).astimezone().astimezone(timezone.utc).hour != 3:
    raise RuntimeError("noon in UTC, or in Tokyo, is another hour")
real = hour(utc=False)
if corrected:
    assert real == 12, f"without the flag it is another time: {real} o'clock"
else:
    assert real == 3, "workers ignore it: a time without a timezone is taken as UTC even if it is false"
