"""Whether a worker does what is sent to a node of the name that the page shows."""

import ast

from lab_plain import app

((slot, documented),) = claimed.items()


def does(hostname, destination):
    """Whether the node of that name does a command that is sent to the destination."""
    done = []
    node = app.control.mailbox.Node(hostname, handlers={"note": done.append})
    node.handle_message({"method": "note", "arguments": {}, "destination": destination})
    return bool(done)


given = ast.literal_eval(f"[{documented}]")
# What a worker is called that is started with `-n NAME`.
real = [app.Worker(hostname=name, pool="solo", quiet=True).hostname for name in given]
assert all(does(name, real) for name in real), "a worker does not do what is sent to the node of its name"
if not all(does(name, given) for name in real):
    contradicted(
        slot,
        ", ".join(map(repr, real)),
        "the name of a node always has an @, and a destination without one reaches no worker",
    )
