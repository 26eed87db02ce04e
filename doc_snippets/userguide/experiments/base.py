"""Tasks for experiments, and a journal in which they leave what a result cannot tell."""

import json
import os
import pathlib
import time

from celery import Celery

app = Celery("base", broker="amqp://", backend="rpc://")
app.conf.result_extended = True
JOURNAL = pathlib.Path(__file__).resolve().with_name("journal.jsonl")


def note(**entry):
    """Leave a line in the journal: one write, so that processes do not mix theirs."""
    with JOURNAL.open("ab", buffering=0) as journal:
        journal.write(json.dumps(entry, default=repr).encode() + b"\n")


def noted(**wanted):
    """The lines of the journal that have these values."""
    if not JOURNAL.exists():
        return []
    entries = [json.loads(line) for line in JOURNAL.read_text().splitlines() if line.endswith("}")]
    return [entry for entry in entries if all(entry.get(key) == value for key, value in wanted.items())]


@app.task
def add(x, y):
    """The page's own."""
    return x + y


@app.task
def subtract(x, y):
    """Not commutative: the order of arguments can be seen."""
    return x - y


@app.task
def tsum(numbers):
    """The page's own."""
    return sum(numbers)


@app.task
def fail(*args):
    """Raise what can be known again."""
    raise ValueError("something something")


@app.task
def pid(*args):
    """The process that runs the task."""
    return os.getpid()


@app.task(bind=True)
def tell(self, *args, **kwargs):
    """What the task was called with, in the journal too."""
    note(event="tell", id=self.request.id, args=list(args), kwargs=kwargs)
    return {"args": list(args), "kwargs": kwargs}


@app.task(bind=True)
def about(self, *args):
    """Attributes of the request."""
    names = ("id", "group", "chord", "root_id", "parent_id", "timelimit", "retries", "called_directly", "is_eager")
    found = {name: getattr(self.request, name, None) for name in (*names, "eta", "hostname", "shadow", "delivery_info")}
    found["chain"] = [task["options"]["task_id"] for task in self.request.chain or ()]
    return found


@app.task
def slowly(value, seconds):
    """Return a value after a while."""
    time.sleep(seconds)
    return value


@app.task
def on_error(request, exc, traceback):
    """An errback as the docs have it."""
    note(
        event="errback",
        id=request.id,
        exc=repr(exc),
        type=type(exc).__name__,
        traceback=str(traceback),
        pid=os.getpid(),
    )


@app.task(bind=True)
def on_error_bound(self, *args):
    """An errback that is bound."""
    note(event="bound", own=self.request.id, args=list(args))


@app.task(bind=True)
def on_error_single(self, task_id):
    """An errback of one argument."""
    note(event="single", own=self.request.id, args=[task_id])
