"""What a worker replies to a ping."""

from lab import app

(reply,) = eventually(lambda: app.control.ping(timeout=5, limit=1))[0].values()
assert isinstance(reply, str) is not corrected, f"a worker's reply is a dict, {reply!r}, and not a string"
