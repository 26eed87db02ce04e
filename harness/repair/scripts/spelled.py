"""Whether the sources of Celery, or of what it is made of, have a word."""

import importlib.util
import os
import re

PACKAGES = ("celery", "kombu", "billiard", "vine", "amqp")


def sources():
    """The files of the packages that are installed: their paths, from the folder that they are in, and their text."""
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for top in (spec and spec.submodule_search_locations) or ():
            for folder, _, names in sorted(os.walk(top)):
                for name in sorted(names):
                    if name.endswith(".py"):
                        path = os.path.join(folder, name)
                        with open(path, encoding="utf-8", errors="replace") as file:
                            yield os.path.relpath(path, os.path.dirname(top)), file.read()


def observe(text, word):
    """Look for the first place of the word."""
    pattern = re.compile(r"\b%s\b" % re.escape(word))
    for path, code in sources():
        match = pattern.search(code)
        if match:
            return "%s, line %d, has %s" % (path, code.count("\n", 0, match.start()) + 1, word), False
    return "no source has %s" % word, True
