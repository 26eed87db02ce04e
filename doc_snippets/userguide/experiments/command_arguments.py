"""What a remote control command is called with."""

from types import SimpleNamespace

from lab_plain import app

called = []
state = SimpleNamespace(app=app, hostname="w1@example.com", consumer=None)
commands = {"increase_prefetch_count": lambda *args, **kwargs: called.append((args, kwargs))}
app.control.mailbox.Node("w1@example.com", state=state, handlers=commands).handle("increase_prefetch_count", {"n": 3})
((first, *more), keywords) = called[0]
assert first is state and not more, called
assert (not keywords) is not corrected, (
    "a command gets the worker's state and, after it, the arguments that are sent with it, as n below"
)
