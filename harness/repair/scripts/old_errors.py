"""How Python shows an exception, or a type."""

import ast
import builtins
import importlib
import sys


def observe(text, shown):
    """Compare what is shown with what this Python shows: the error of a module that is not found, or a repr."""
    name, _, arguments = shown.partition("(")
    if shown.startswith("<"):
        real = repr(getattr(builtins, shown.split("'")[1]))
    elif arguments:
        kind = getattr(builtins, name, None) or type(name, (Exception,), {})
        given = ast.literal_eval("(" + arguments)
        real = repr(kind(*(given if isinstance(given, tuple) else (given,))))
    else:
        try:
            importlib.import_module("no_module_is_called_so")
        except ImportError as error:
            real = type(error).__name__
    return "Python %s shows %s" % (sys.version.split()[0], real), real != shown
