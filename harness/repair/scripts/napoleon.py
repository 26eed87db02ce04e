"""What Sphinx makes of items in a docstring's list of arguments; this needs Sphinx, and not Celery."""

from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import GoogleDocstring


def observe(text, argument="", swallowed=""):
    """Whether Sphinx has no type for the argument, or makes a part of another one's description of what is told."""
    items = "\n".join("    " + line for line in text.splitlines())
    if argument:
        items += " What it is."
    section = "Do it.\n\nArguments:\n%s\n    other (str): Another.\n" % items
    config: Any = Config(napoleon_use_param=True)
    made = str(GoogleDocstring(section, config))
    if argument:
        return made.strip(), ":type %s:" % argument not in made
    settings = {"report_level": 5, "halt_level": 5}
    shown = [each.astext() for each in publish_doctree(made, settings_overrides=settings).findall(nodes.paragraph)]
    words = swallowed[:-1] if swallowed.endswith("::") else swallowed  # two colons at the end are shown as one
    return made.strip(), any("\n%s" % words in each for each in shown)
