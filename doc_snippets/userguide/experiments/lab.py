"""Tasks of experiments, and a journal that every process of the worker can write into."""

import os
import signal
import time
from pathlib import Path

from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded
from celery.worker.control import inspect_command

app = Celery("lab", broker="amqp://", backend="rpc://")
JOURNAL = Path(__file__).with_name("journal.txt")


def note(line):
    """Write a line into the journal."""
    with JOURNAL.open("a") as journal:
        journal.write(line + "\n")


def noted():
    """The lines of the journal."""
    return JOURNAL.read_text().splitlines() if JOURNAL.exists() else []


@inspect_command()
def prefetch_count(state):
    """How many unacknowledged messages the broker may give to this worker; 0 is no limit."""
    return state.consumer.qos.value


@app.task
def add(x, y):
    """What it says."""
    return x + y


@app.task
def process():
    """The process that executes this."""
    return os.getpid()


@app.task
def work(seconds=60):
    """Keep a process of the pool busy."""
    time.sleep(seconds)
    return "done"


@app.task
def write(line):
    """Leave a trace."""
    note(line)


@app.task
def fail(line="failed"):
    """Leave a trace and raise."""
    note(line)
    raise ValueError("on purpose")


@app.task(bind=True, max_retries=1)
def again(self):
    """Retry once, without waiting."""
    if not self.request.retries:
        raise self.retry(countdown=0)
    return "done"


@app.task
def careful(seconds=60):
    """Clean up when the soft time limit is over."""
    try:
        time.sleep(seconds)
    except SoftTimeLimitExceeded:
        return "cleaned up"
    return "done"


@app.task
def die_once(line):
    """Kill the process that executes this, the first time."""
    first = line not in noted()
    note(line)
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def told(command):
    """What the worker answers to an inspect command; None when it is silent."""
    replies = getattr(app.control.inspect(timeout=5, limit=1), command)() or {}
    return next(iter(replies.values()), None)


def running(results):
    """Whether the worker executes all these."""
    return {result.id for result in results} <= {task["id"] for task in told("active") or ()}


def asked(command, **arguments):
    """What the worker answers to a command of one's own."""
    replies = app.control.broadcast(command, arguments=arguments, reply=True, limit=1, timeout=5)
    return next(iter(replies[0].values()))


def node():
    """The worker's name."""
    return next(iter(app.control.ping(timeout=5, limit=1)[0]))


def end(results):
    """Have the worker drop these, whether it executes them or not."""
    app.control.revoke([result.id for result in results], terminate=True, signal="SIGKILL")
