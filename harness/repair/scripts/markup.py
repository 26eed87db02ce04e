"""Whether Sphinx reads a piece of a page; this needs Sphinx, and not Celery."""

import io
import os
import re
import tempfile

from docutils import nodes
from sphinx.application import Sphinx


def read(text):
    """What Sphinx says of a page that holds nothing but the text, and the document that it makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "index.rst"), "w", encoding="utf-8") as file:
            file.write(text)
        told = io.StringIO()
        work = os.path.join(folder, "_build")
        app = Sphinx(folder, None, work, work, "dummy", status=None, warning=told, freshenv=True)
        app.build()
        return told.getvalue(), app.env.get_doctree("index")


def plain(text):
    """The text on one line, without numbers: lines are counted differently on a page of its own."""
    return re.sub(r"\d+", "N", " ".join(text.split()))


def observe(text, message="", line="", quoted="", literal=""):
    """Look for a message of Sphinx, a block without content, or a `line` that has become a comment.

    With `quoted`: whether these words are text in single quotes without a role, which is shown as it stands; with
    `literal`: whether they are all of a literal.
    """
    # What a page begins with may be taken for something about the page.
    told, document = read("A paragraph.\n\n" + text if quoted or literal else text)
    if quoted:
        shown = [each.parent.astext() for each in document.findall(nodes.title_reference) if each.astext() == quoted]
        return "\n".join(shown) or "it is a reference, or text of its role", bool(shown)
    if literal:
        shown = [each.parent.astext() for each in document.findall(nodes.literal) if each.astext() == literal]
        return "\n".join(shown) or "it is a part of a literal, or none", bool(shown)
    if plain(message) in plain(told):
        return message, True
    name = re.search(r'"([^"]+)"', message)
    if message.startswith(("Unknown", "unknown")) and name and '"%s"' % name.group(1) in told:
        return told, True
    if "is a comment" in message:
        for comment in document.findall(nodes.comment):
            if line.replace(".. ", "", 1).strip() in comment.rawsource + comment.astext():
                return "a comment, that no reader sees:\n%s" % comment.astext(), True
    if "without any content" in message:
        for block in document.findall(nodes.literal_block):
            if not block.astext().strip():
                return "an empty block of code", True
    return "Sphinx reads it", False
