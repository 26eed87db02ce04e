"""Revoke by two stamps, one of which a task has with another value."""

from celery.exceptions import TaskRevokedError
from celery.result import AsyncResult
from stamps import app, work


def sent(**stamps):
    """How a task with these stamps ends."""
    result = work.apply_async((0,), stamped_headers=list(stamps), **stamps)
    try:
        return result.get(timeout=15)
    except TaskRevokedError:
        return "revoked"


AsyncResult("any", app=app).revoke_by_stamped_headers({"color": ["red"], "shape": ["round"]}, wait=True, timeout=5)
assert sent(color="blue", shape="square") == "done", "a task that matches in no field is revoked"
assert sent(color="red", shape="round") == "revoked", "a task that matches in all fields is not revoked"
end = "revoked" if corrected else "done"
assert sent(color="red", shape="square") == end, "a task that matches in one header field of two is revoked"
