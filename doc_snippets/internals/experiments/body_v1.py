"""In version 1 of the protocol the body has all fields, and there are no headers of Celery's."""

from protocol_lab import message

headers, body = message(1)
assert not headers, f"the headers are {headers!r}"
assert {"task", "id", "args", "kwargs", "retries", "eta", "expires"} <= set(body), f"the body is {body!r}"
