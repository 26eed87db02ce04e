"""Whether a release still has what was to be removed in one that is out."""

import importlib

import celery


def numbers(version):
    """A version's parts."""
    return [int(part) for part in version.split(".")[:3] if part.isdigit()]


def observe(text, module, name, version):
    """Compare the release with the version, and look the name up."""
    there = hasattr(importlib.import_module(module), name)
    told = "Celery %s has %s %s.%s" % (celery.__version__, "a" if there else "no", module, name)
    return told, there and numbers(version) <= numbers(celery.__version__)
