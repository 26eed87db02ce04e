"""What the request says of the caller's use of UTC."""

from requested import app, told

assert app.conf.enable_utc, "the caller has not UTC enabled, though that is the default"
found = told.delay().get(timeout=10)["utc"]
assert found, f"of a caller that has UTC enabled it is {found}"
