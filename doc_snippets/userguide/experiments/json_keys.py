"""JSON makes strings of keys."""

from base import tell

found = tell.delay({1: "one", None: "none"}).get(timeout=10)["args"][0]
assert found == {"1": "one", "null": "none"}, f"{{1: 'one', None: 'none'}} arrives as {found}"
