"""What an attribute of a class is when nobody sets it."""

import importlib


def observe(text, path, attribute, value):
    """Compare the class's own value with the one of the docs, as text."""
    module, _, name = path.rpartition(".")
    real = getattr(getattr(importlib.import_module(module), name), attribute)
    return "%s.%s is %r" % (path, attribute, real), value not in (str(real), repr(real))
