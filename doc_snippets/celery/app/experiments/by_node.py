"""What methods of inspect() return: what each node replies, by the node's name."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

from celery.worker.control import Panel
from lab_plain import app

NODE = "celery@example.com"


def returned(command):
    """What the method returns when one node replies."""
    state = SimpleNamespace(app=app, hostname=NODE)

    def broadcast(self, name, **_):
        return [{NODE: Panel.data[name](state)}]

    with patch.object(type(app.control), "broadcast", broadcast):
        return getattr(app.control.inspect(), command)()


clock = returned("clock")
if set(clock) != {NODE}:
    raise RuntimeError(f"not the reply of a node: {clock!r}")
holds(
    isinstance(clock[NODE], int) is not corrected,
    f"the value stands in a dict, under 'clock': {clock!r}",
    "clock-returned",
)

library = ModuleType("objgraph")
library.by_type = lambda name: []
library.show_backrefs = lambda *_, **__: None
with patch.dict(sys.modules, objgraph=library):
    graph = returned("objgraph")
Path(graph[NODE]["filename"]).unlink()
holds(
    ("filename" in graph) is not corrected,
    "replies stand under the names of their nodes, as with other commands: {HOSTNAME: {'filename': FILENAME}}",
    "objgraph-returned",
)
