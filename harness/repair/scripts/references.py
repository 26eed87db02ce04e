"""Whether a label, document, term or declared name is there that the docs refer to; their sources are read."""

import os
import posixpath
import re

LABEL = re.compile(r"^[ \t]*\.\. _(?:`([^`\n]+)`|((?:[^:\n\\]|\\:)+)):[ \t]*(\S.*|\n[ \t]+https?://\S+)?", re.M)
OWN = {"genindex", "modindex", "search"}
#: Roles of what the docs declare by directives of the same names.
DECLARED = {"setting", "signal", "event", "control", "state"}


def files():
    """The files of the docs: their paths, from the root of the sources, and what they say."""
    root = os.environ["CELERY_SOURCE"]
    for top, endings in (("docs", (".rst", ".txt")), ("celery", (".py",))):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(endings):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8", errors="replace") as file:
                        yield os.path.relpath(path, root).replace(os.sep, "/"), file.read()


def terms(text):
    """The entries of a page's glossary."""
    below = text.partition(".. glossary::")[2].split("\n")
    entries = [line for line in below if line.strip() and not line.strip().startswith(":")]
    least = min((len(line) - len(line.lstrip()) for line in entries), default=0)
    return {line.strip().strip("`").lower() for line in entries if len(line) - len(line.lstrip()) == least}


def observe(text, role, target, page):
    """Look for what a reference on a page names."""
    known, links = set(OWN), {}
    for path, said in files():
        if role == "term":
            known |= terms(said) if ".. glossary::" in said else set()
        elif role == "doc":
            known.add(path)
        elif role in DECLARED:
            known |= set(re.findall(r"^[ \t]*\.\. %s::[ \t]+(\S+)" % role, said, re.M))
        else:
            for match in LABEL.finditer(said):
                label = " ".join((match.group(1) or match.group(2)).split()).lower()
                if match.group(3) and label not in links:
                    links[label] = "%s: %s" % (path, " ".join(match.group(0).split()))
                elif not match.group(3):
                    known.add(label)
    if role == "doc":
        folder = "docs" if target.startswith("/") else posixpath.dirname(page)
        there = posixpath.normpath(posixpath.join(folder, target.lstrip("/"))) + ".rst" in known
    else:
        there = " ".join(target.split()).lower() in known
    link = "" if there else links.get(target.lower(), "")
    what = {"doc": "document", "ref": "label", "numref": "label"}.get(role, role)
    told = "the docs have %s %s %s" % ("the" if there else "no", what, target)
    return told + ("; it is the name of a link, in %s" % link if link else ""), not there
