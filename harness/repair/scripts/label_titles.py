"""Where a label leads: Sphinx reads the titles that stand below, without what is said under them."""

import os
import tempfile

from sphinx.application import Sphinx


def leads(text, label):
    """The title of the section that Sphinx gives a label to."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "index.rst"), "w", encoding="utf-8") as file:
            file.write("Page\n####\n\n" + text)
        work = os.path.join(folder, "_build")
        app = Sphinx(folder, None, work, work, "dummy", status=None, warning=None, freshenv=True)
        app.build()
        return app.env.domaindata["std"]["labels"][label][2]


def observe(text, label, title):
    """Compare the title to which a label leads with the one that has its words."""
    found = leads(text, label)
    return 'a reference to %s leads to, and reads, "%s"' % (label, found), found != title
