"""Modules that stand for those of cryptography where that is not installed."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from unittest.mock import MagicMock


class Module(types.ModuleType):
    """A module that has whatever is asked of it."""

    def __getattr__(self, name):
        """Anything, but for what Python itself asks for."""
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock()


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module of cryptography."""

    def find_spec(self, name, path=None, target=None):
        """Where a module comes from."""
        own = name.partition(".")[0] == "cryptography"
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if own else None

    def create_module(self, spec):
        """The module."""
        return Module(spec.name)

    def exec_module(self, module):
        """There is nothing in it."""


if importlib.util.find_spec("cryptography") is None:
    sys.meta_path.append(Finder())
