"""Whether a variable of a unit's file is read: by the units that name the file, as the page has them, or by Celery."""

import importlib
import os
import re

PACKAGES = ("celery", "kombu")


def modules():
    """The code that may read the environment: name and text of each module."""
    for package in PACKAGES:
        for folder, _, names in os.walk(os.path.dirname(importlib.import_module(package).__file__ or "")):
            for name in sorted(names):
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                        yield name, file.read()


def observe(text, variable, units):
    """Look for the variable."""
    found = [unit.strip().split("\n")[1] for unit in units if re.search(r"\$\{?%s\b" % variable, unit)]
    found += [name for name, code in modules() if re.search(r"""["']%s["']""" % variable, code)]
    return "%s is read by %s" % (variable, ", ".join(found) or "none of them, nor by Celery"), not found
