"""What a node name is split into."""

from celery.utils.nodenames import nodesplit

name, host = parts = nodesplit("worker1@host")
assert (name, host) == ("worker1", "host"), f"it is split into {parts}"
if claimed["kind"] == "tuple" and not isinstance(parts, tuple):
    contradicted("kind", "pair", "a name with a host is split into a list")
