"""An application whose processes write down what its signals and requests really hold."""

import json
import os
import sys
import time
from pathlib import Path

from celery import Celery, signals
from celery.exceptions import Reject
from celery.utils.dispatch import Signal

RECORDED = Path(__file__).with_name("recorded.jsonl")
#: Celery configures no logging when somebody listens to this one: others would never be sent.
LEFT_ALONE = {"setup_logging"}

app = Celery("recorder", broker="amqp://", backend="rpc://")
app.conf.worker_send_task_events = True
app.conf.task_send_sent_event = True


def record(**entry):
    """Write a line, which another process may do as well."""
    descriptor = os.open(RECORDED, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, json.dumps(entry).encode() + b"\n")
    finally:
        os.close(descriptor)


def recorded():
    """What has been written so far."""
    lines = RECORDED.read_text(encoding="utf-8").split("\n") if RECORDED.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def kind(value):
    """The full name of a value's class; of one made at run time, that of its nearest base that can be imported."""
    for cls in type(value).__mro__:
        if getattr(sys.modules.get(cls.__module__), cls.__qualname__, None) is cls:
            return f"{cls.__module__}.{cls.__qualname__}"
    return "builtins.object"


def listener(name):
    """A handler that tells what it is called with."""

    def listen(signal=None, sender=None, **arguments):
        record(signal=name, arguments={key: kind(value) for key, value in {"sender": sender, **arguments}.items()})

    return listen


for each, signal in sorted(vars(signals).items()):
    if isinstance(signal, Signal) and each not in LEFT_ALONE:
        signal.connect(listener(each), weak=False)


@app.task(bind=True)
def tell(self):
    """Succeeds."""
    record(request=sorted(vars(self.request)))


@app.task
def fail():
    """Fails."""
    raise ValueError("as it should")


@app.task(bind=True, max_retries=1)
def again(self):
    """Is retried once."""
    raise self.retry(countdown=0)


@app.task(acks_late=True)
def reject():
    """Is rejected."""
    raise Reject("as it should", requeue=False)


@app.task
def work(seconds):
    """Keeps a process of the pool busy."""
    time.sleep(seconds)
