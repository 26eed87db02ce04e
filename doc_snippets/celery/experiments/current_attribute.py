"""Which class it is whose instances have the attribute."""

import importlib

from lab_plain import app

path, _, name = claimed["attribute"].rpartition(".")
module, _, owner = path.rpartition(".")
if not hasattr(app, name):
    raise RuntimeError(f"an application has no {name}")
if not isinstance(app, getattr(importlib.import_module(module), owner, ())):
    real = f"{type(app).__module__}.{type(app).__name__}.{name}"
    contradicted("attribute", real, f"{module} has no {owner}")
