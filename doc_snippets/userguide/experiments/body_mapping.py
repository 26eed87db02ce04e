"""Whether the body of a message that is about to be sent is a mapping."""

from collections.abc import Mapping

from messages import sent

body = sent()["body"]
told = f"the body is a {type(body).__name__}"
if isinstance(body, tuple):
    told += " of the arguments, the keyword arguments and the embedded signatures, since version 2 of the protocol"
if corrected:
    args, kwargs, embedded = body
    assert isinstance(body, tuple) and (args, kwargs) == ((2, 2), {}), told
    assert set(embedded) == {"callbacks", "errbacks", "chain", "chord"}, told
else:
    assert isinstance(body, Mapping), told
