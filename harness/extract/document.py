"""A reading whose parsed document becomes samples and claims."""

from __future__ import annotations

import re

from docutils import nodes

from harness.extract.claims import Claims
from harness.extract.documented import documented
from harness.extract.reading import Reading
from harness.extract.requirements import requirements
from harness.extract.samples import samples
from harness.extract.tree import DOCS, PACKAGE, Tree, module_of
from harness.model import Claim, Sample

_HISTORICAL = re.compile(r"history/|(.*/)?(changelog|whatsnew)([-.]|$)", re.IGNORECASE)


def is_historical(name: str, file: str) -> bool:
    """True for a page that tells of past releases: history/, changelogs, what's new."""
    return file.startswith(f"{DOCS}/") and _HISTORICAL.match(name) is not None


class Extraction(Reading):
    """One page or module, from the loading of its file to its samples and claims."""

    def __init__(self, tree: Tree, name: str, file: str) -> None:
        super().__init__(tree, name, file)
        self.title = module_of(file) if file.startswith(f"{PACKAGE}/") else ""
        self.samples: list[Sample] = []
        self.claims: list[Claim] = []

    def parsed(self, document: nodes.document) -> None:
        """Take the samples and claims of the document."""
        historical = is_historical(self.name, self.file)
        self.samples = samples(self, document, historical)
        self.claims = Claims(self, historical).collect(document) + documented(self)
        self.claims += requirements(self, historical)
        first = next(iter(document.findall(nodes.title)), None)
        self.title = self.title or (first.astext() if first is not None else "")
