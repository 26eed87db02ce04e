"""Whether Celery's own code has some words that the docs show as its own."""

import importlib
import os
import re

#: Celery and what it says things through.
PACKAGES = ("celery", "kombu", "billiard")


def sources():
    """The text of every module."""
    for package in PACKAGES:
        home = importlib.import_module(package).__file__ or ""
        for folder, _, names in os.walk(os.path.dirname(home)):
            for name in names:
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        yield os.path.join(folder, name), file.read()


def observe(text, words):
    """Look for `words`, whole, in the code of Celery, Kombu and Billiard."""
    pattern = re.compile(r"(?<!\w)%s(?!\w)" % re.escape(words))
    found = [path for path, code in sources() if pattern.search(code)]
    if found:
        return "%r stands in %s" % (words, ", ".join(sorted(found)[:5])), False
    return "%r stands nowhere in the code of %s" % (words, ", ".join(PACKAGES)), True
