"""Which library the pool of the page is made with."""

import ast
import importlib
import inspect

from celery.concurrency import ALIASES

POOL = "gevent"
tree = ast.parse(inspect.getsource(importlib.import_module(ALIASES[POOL].partition(":")[0])))
used = {node.module.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
assert POOL in used, used
if claimed["library"].lower() not in used:
    contradicted("library", POOL, f"the examples are for the pool {POOL}, which makes no use of {claimed['library']}")
