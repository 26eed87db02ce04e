"""Which library is looked for when the memory of a worker is measured."""

import importlib
import sys
from types import ModuleType

from celery.utils import debug


def measured(library):
    """Whether there is something to measure with, when that library alone is installed."""
    for name in ("psutil", claimed["library"]):
        sys.modules[name] = None
    if library:
        sys.modules[library] = ModuleType(library)
        sys.modules[library].Process = lambda pid: "process"
    return importlib.reload(debug).ps() is not None


assert not measured(None), "no library is required at all"
if not measured(claimed["library"]):
    assert measured("psutil"), "psutil is not what is required"
    contradicted("library", "psutil")
