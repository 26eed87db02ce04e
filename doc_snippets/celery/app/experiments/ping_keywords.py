"""Whether inspect().ping() takes the keyword arguments of broadcast()."""

from unittest.mock import patch

from lab_plain import app

taken = []
with patch.object(type(app.control), "broadcast", lambda *_, **__: []):
    for name, value in {"destination": ["a@example.com"], "timeout": 1, "limit": 1, "callback": print}.items():
        try:
            app.control.inspect().ping(**{name: value})
        except TypeError:
            continue
        taken.append(name)
assert "destination" in taken, taken
assert (len(taken) > 1) is not corrected, (
    "this method takes no keyword argument but destination: timeout, limit and others are arguments of inspect()"
)
