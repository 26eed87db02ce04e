"""How Python shows an exception, or a type."""

import ast
import builtins
import importlib
import sys


def raised(module, extension=""):
    """What is raised where a module, or the extension that it is built on, is not there."""
    missing = extension or module

    class Without:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name == missing:
                raise ModuleNotFoundError("No module named %r" % name, name=name)

    loaded = {name: sys.modules.pop(name) for name in (module, extension) if name in sys.modules}
    sys.meta_path.insert(0, Without)
    try:
        importlib.import_module(module)
    except ImportError as error:
        return "%s: %s" % (type(error).__name__, error)
    finally:
        sys.meta_path.remove(Without)
        sys.modules.update(loaded)
    return "no error"


def observe(text, shown, module="", extension=""):
    """Compare what is shown with what this Python shows: the error of a module that is not found, or a repr.

    `extension` is what the `module` itself needs, where that is always there.
    """
    name, _, arguments = shown.partition("(")
    if shown.startswith("<"):
        real = repr(getattr(builtins, shown.split("'")[1]))
    elif arguments:
        kind = getattr(builtins, name, None) or type(name, (Exception,), {})
        given = ast.literal_eval("(" + arguments)
        real = repr(kind(*(given if isinstance(given, tuple) else (given,))))
    elif extension:
        real = raised(module, extension)
    else:
        real = raised("no_module_is_called_so").partition(":")[0]
    return "Python %s shows %s" % (sys.version.split()[0], real), real != shown
