"""What the attribute statedb of a worker is."""

from celery.worker.state import Persistent
from lab_plain import app

worker = app.Worker(hostname="worker1@example.com", pool="solo", quiet=True, statedb="worker.state")
own = [name for name, value in vars(worker).items() if isinstance(value, Persistent)]
assert own, "the worker has no database"
assert isinstance(worker.statedb, Persistent), (
    f"worker.statedb is a {type(worker.statedb).__name__}, the file's name: the database is worker.{own[0]}"
)
