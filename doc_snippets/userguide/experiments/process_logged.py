"""How a process of the pool is called in the log, and whether it is the one that logs a task's success."""

import logging
from unittest.mock import Mock

import billiard.pool
from celery.app.trace import build_tracer
from celery.worker.request import Request
from lab_plain import app

pool = billiard.pool.Pool(1)
try:
    name = pool._pool[0].name.rpartition("-")[0] + "-1"
finally:
    pool.terminate()
    pool.join()

logged = []
logger = logging.getLogger("celery")
handler = logging.Handler()
handler.emit = lambda record: logged.append(record.getMessage())
logger.addHandler(handler)
logger.setLevel(logging.INFO)


@app.task(name="add")
def add(x, y):
    """What it says."""
    return x + y


try:
    runtime = build_tracer("add", add, app=app)("an-id", (2, 2), {}, {"ignore_result": True}).runtime
    executing = list(logged)
    Request.on_success(Mock(id="an-id", task=Mock(acks_late=False)), (False, "4", runtime))
finally:
    logger.removeHandler(handler)
assert [line for line in logged if "succeeded" in line], logged
wrong = {slot: name for slot, told in claimed.items() if told != name and slot != "between"}
if logged != executing:
    wrong.pop("succeeded", None)  # the main process logs it
if wrong:
    otherwise(f"it is a process of the pool that logs this, and its name is {name}", **wrong)
