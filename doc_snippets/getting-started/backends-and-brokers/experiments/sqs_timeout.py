"""How long the SQS transport hides a message by default; its source is read, for the client of Amazon is not there."""

import ast
from importlib.util import find_spec
from pathlib import Path

from docs_claims import otherwise

UNITS = {"second": 1, "minute": 60, "hour": 3600}

tree = ast.parse(Path(find_spec("kombu.transport.SQS").origin).read_text(encoding="utf-8"))
(default,) = [
    ast.literal_eval(node.value)
    for node in ast.walk(tree)
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "default_visibility_timeout"
]
if claimed["number"] * UNITS[claimed["unit"].rstrip("s")] != default:
    otherwise(
        f"the default visibility timeout of the SQS transport is {default // 60} minutes",
        number=default // 60,
        unit="minutes",
    )
