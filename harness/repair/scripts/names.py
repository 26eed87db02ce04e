"""Whether a dotted path leads to something."""

import importlib
import importlib.util


def resolve(path):
    """What a path names; raises ImportError or AttributeError when there is no such thing."""
    parts = path.replace(":", ".").split(".")
    try:
        found = importlib.import_module(parts[0])
    except ModuleNotFoundError:
        raise RuntimeError("%s is not installed" % parts[0]) from None
    for count, part in enumerate(parts[1:], 2):
        try:
            found = getattr(found, part)
        except AttributeError:
            name = ".".join(parts[:count])
            if not hasattr(found, "__path__"):
                raise
            try:
                found = importlib.import_module(name)
            except ModuleNotFoundError as error:
                if error.name != name:
                    raise
                raise AttributeError("module %s has no %s" % (found.__name__, part)) from None
    return found


def observe(text, path, base="", own=False):
    """Resolve `path`; with `base`, what it names has to be a class below that one, with `own` a module of Python's."""
    if own:
        there = importlib.util.find_spec(path) is not None
        return "there is %s module %s" % ("a" if there else "no", path), not there
    try:
        found = resolve(path)
    except (ImportError, AttributeError) as error:
        return "%s: %s" % (type(error).__name__, error), True
    if base and not (isinstance(found, type) and issubclass(found, resolve(base))):
        return "%s is %r, and no %s" % (path, found, base), True
    return "%s is %r" % (path, found), False
