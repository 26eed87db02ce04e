"""Whether the body of a message that is about to be sent is a mapping."""

from collections.abc import Mapping

from messages import sent

body = sent()["body"]
assert isinstance(body, Mapping), f"the body is a {type(body).__name__}: {body!r}"
