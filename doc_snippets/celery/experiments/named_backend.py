"""Whether there is a result backend of that name, which does not poll."""

from celery.app.backends import by_name


def polls(name):
    """Whether the backend of that name polls; None when there is none."""
    try:
        return not by_name(name).supports_native_join
    except Exception:  # which one differs among releases
        return None


assert polls("rpc") is False, "the RPC backend polls"
if polls(claimed["backend"].lower()) is None:
    contradicted("backend", "rpc", f"there is no result backend {claimed['backend']}")
assert not polls(claimed["backend"].lower()), "this backend polls"
