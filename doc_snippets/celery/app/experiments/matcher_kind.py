"""What a matcher is that the workers get with a pattern."""

import os
from fnmatch import fnmatch

from celery import Celery
from kombu.exceptions import EncodeError

os.environ.pop("CELERY_BROKER_URL", None)  # no worker is to hear of this
app = Celery("matching", broker="memory://", set_as_current=False)
pings = []
node = app.control.mailbox.Node("w1@example.com", handlers={"ping": lambda state: pings.append("ping")})
asked = {"method": "ping", "arguments": {}, "destination": None}
for pattern in ("w1*", "w2*"):
    node.handle_message({**asked, "pattern": pattern, "matcher": "glob"})
assert pings == ["ping"], pings
app.control.broadcast("ping", pattern="w1*", matcher="glob")
try:
    app.control.broadcast("ping", pattern="w1*", matcher=fnmatch)
except EncodeError:
    why = "workers are sent the name of a matcher, such as 'glob' or 'pcre'; a callable cannot be sent"
    expect("kind", claimed["kind"], "str", why)
