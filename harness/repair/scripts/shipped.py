"""Whether anything that a release ships knows a word: a variable that is read, or an action of an init script."""

import importlib
import os
import re

FOLDERS = ("generic-init.d", "systemd", "supervisord")
#: Whose code reads variables, too.
PACKAGES = ("celery", "kombu")


def files():
    """The files of extra/, and the code: name and text of each."""
    extra = os.path.join(os.environ["CELERY_SOURCE"], "extra")
    code = [os.path.dirname(importlib.import_module(package).__file__ or "") for package in PACKAGES]
    for top in [*(os.path.join(extra, folder) for folder in FOLDERS), *code]:
        for folder, _, names in os.walk(top):
            for name in sorted(names):
                if not name.endswith((".pyc", ".so")):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                        yield name, file.read()


def observe(text, word, action=""):
    """Look for `word` in what is shipped; with `action`, for that one in the init script of this name."""
    found = []
    for name, code in files():
        if action and name == word:
            actions = re.findall(r"^\s*([a-z|-]+)\)", code, re.M)
            known = {each for group in actions for each in group.split("|")}
            return "%s takes %s" % (word, ", ".join(sorted(known))), action not in known
        if not action and re.search(r"(?<!\w)%s(?!\w)" % re.escape(word), code):
            found.append(name)
    if action:
        raise LookupError("extra/ has no %s" % word)
    return "%s is read by %s" % (word, ", ".join(found) or "nothing that is shipped"), not found
