"""In version 1 of the protocol the body has all fields, and there are no headers of Celery's."""

from protocol_lab import message

headers, body = message(1)
assert not headers, "the headers hold a part of the task's message"
assert {"task", "id", "args", "kwargs", "retries", "eta", "expires"} <= set(body), (
    "the body lacks one of task, id, args, kwargs, retries, eta and expires"
)
