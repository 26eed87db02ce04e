"""Whether a worker does what is sent to a node of the name that the page shows, and answers by that name."""

from lab_plain import app


def does(hostname, destination):
    """Whether the node of that name does a command that is sent to the destination."""
    done = []
    node = app.control.mailbox.Node(hostname, handlers={"note": done.append})
    node.handle_message({"method": "note", "arguments": {}, "destination": destination})
    return bool(done)


given = [name for slot, name in claimed.items() if slot.startswith("destination")]
# What a worker is called that is started with `-n NAME`.
real = {name: app.Worker(hostname=name, pool="solo", quiet=True).hostname for name in given}
assert all(does(name, list(real.values())) for name in real.values()), "a worker does not do what is sent to its node"
answers = {slot: real.get(name, name) for slot, name in claimed.items() if slot.startswith(("destination", "answers"))}
if answers != {slot: claimed[slot] for slot in answers}:
    otherwise("the name of a node always has an @: a destination without one reaches no worker", **answers)
