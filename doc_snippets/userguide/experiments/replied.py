"""What a worker replies to a command that is sent with a method of the remote control."""

import ast

from lab import app

asked = {
    "pong": lambda: app.control.ping(timeout=5, limit=1),
    "limited": lambda: app.control.rate_limit("lab.add", "200/m", reply=True, timeout=5, limit=1),
}
kind = next(kind for kind in asked if any(slot.startswith(kind) for slot in claimed))
(reply,) = eventually(asked[kind])[0].values()
shown = {slot: ast.literal_eval(text) for slot, text in claimed.items() if slot.startswith(kind)}
if isinstance(reply, dict) and all(isinstance(text, str) for text in shown.values()):
    otherwise(f"a worker's reply is a dict, {reply!r}, and not a string", **{slot: repr(reply) for slot in shown})
