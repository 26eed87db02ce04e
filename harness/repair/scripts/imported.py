"""What the code of Celery imports of others, and what its extras bring."""

import ast
import importlib
import os
import re
from importlib import metadata

PACKAGES = ("celery", "kombu")


def imports():
    """Module → what it imports, at its head or anywhere below; names of what is imported from packages, too."""
    found = {}
    for package in PACKAGES:
        home = os.path.dirname(importlib.import_module(package).__file__ or "")
        for folder, _, names in os.walk(home):
            for name in names:
                if name.endswith(".py"):
                    path = os.path.join(folder, name)
                    module = os.path.relpath(path, os.path.dirname(home))[: -len(".py")].replace(os.sep, ".")
                    with open(path, encoding="utf-8") as file:
                        found[re.sub(r"\.__init__$", "", module)] = set(foreign(ast.parse(file.read())))
    return found


def foreign(tree):
    """What a module imports of others."""
    for each in ast.walk(tree):
        if isinstance(each, ast.Import):
            yield from (one.name for one in each.names if one.name.partition(".")[0] not in PACKAGES)
        elif isinstance(each, ast.ImportFrom) and not each.level:
            source = each.module or ""
            if source.partition(".")[0] not in PACKAGES:
                yield source
                yield from ("%s.%s" % (source, one.name) for one in each.names)


def brought(extra, package="celery"):
    """The distributions that an extra brings, or that of kombu's it asks for; "" for all extras."""
    asked = re.compile(r"extra\s*==\s*['\"]%s['\"]" % (re.escape(extra) if extra else "[^'\"]*"))
    found = set()
    for each in metadata.requires(package) or ():
        name, *extras = re.split(r"[\[,\]]", re.split(r"[^\w.,\[\]-]", each)[0])
        if asked.search(each) and name in PACKAGES and any(extras):
            found |= {one for other in filter(None, extras) for one in brought(other, name)}
        elif asked.search(each):
            found.add(name)
    return found


def plain(name):
    """The name of a distribution as all of its spellings are."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parts(name):
    """The parts of a name, without what only says that it is Python's."""
    words = re.split(r"[-_.]+", name.lower())
    return {*words, *(re.sub(r"^py(?=\w{3})|\d+$", "", each) for each in words)} - {"python", "", "driver", "client"}


def useless(extra):
    """Whether nothing of what an extra brings is imported anywhere, and what the module of its name does import."""
    everything = imports()
    bring = brought(extra)
    if not bring:
        raise LookupError("celery has no extra %s that brings something" % extra)
    told = ["celery[%s] installs %s" % (extra, ", ".join(sorted(bring)))]
    used = sorted(module for module, names in everything.items() if any(parts(one) & parts(each) for one in bring
                                                                      for each in names))  # fmt: skip
    told += ["imported by %s" % ", ".join(used)] if used else ["no module of %s imports that" % " or ".join(PACKAGES)]
    for module, names in sorted(everything.items()):
        meant = sorted(each for each in names if extra in re.split(r"[._]", each))
        told += ["%s imports %s" % (module, ", ".join(meant))] if meant and not used else []
    return "\n".join(told), not used


def observe(text, name="", module=None, extra=None):
    """Look for a distribution among what a module imports and an extra brings, without either among all that is.

    Without a name: whether what the extra brings is imported anywhere.
    """
    if not name:
        return useless(extra)
    everything = imports()
    known, told = set(), []
    if module is not None:
        known |= {each.partition(".")[0] for each in everything[module]}
        told.append("%s imports %s" % (module, ", ".join(sorted(known))))
    if extra is not None:
        told.append("celery[%s] brings %s" % (extra, ", ".join(sorted(brought(extra)))))
        known |= brought(extra)
    if module is extra is None:
        known = {each.partition(".")[0] for names in everything.values() for each in names} | brought("")
        near = sorted(each for each in known if each[:4] == name[:4])
        told.append("of names like this, the code imports or an extra brings: %s" % (", ".join(near) or "nothing"))
    return "\n".join(told), plain(name) not in set(map(plain, known))
