"""Which module a section of the reference describes."""

import importlib.util
import re

TITLE = re.compile(r"^[ `]*([a-z_]\w*(?:\.[a-z_]\w*)+)[ `]*$", re.M)
DIRECTIVE = re.compile(r"^\s*\.\. automodule::\s*(\S+)", re.M)


def observe(text):
    """Compare the path that the section's title is with the module that its directive takes the text from."""
    (title, *_), (described, *_) = TITLE.findall(text), DIRECTIVE.findall(text)
    spec = importlib.util.find_spec(described)
    if spec is None:
        raise LookupError("there is no module %s" % described)
    return "the title is %s, what is described is %s" % (title, spec.name), title != spec.name
