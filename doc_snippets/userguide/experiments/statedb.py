"""Revoked ids are in the file when the worker's state is saved, and there again in a worker that starts with it."""

from celery.worker import state
from lab import app


class Worker:
    """What the state of a worker needs of it."""

    clock = app.clock


state.revoked.add("to-be-kept")
saved = state.Persistent(state, "worker.state", Worker.clock)
saved.save()
saved.close()
state.revoked.clear()
assert "to-be-kept" not in state.revoked, "revoked ids cannot be forgotten"
restarted = state.Persistent(state, "worker.state", Worker.clock)
assert "to-be-kept" in state.revoked, "a revoked id that was saved is not there after a restart"
restarted.close()
