"""Parsers that Sphinx is given: one for pages, one for the docstrings of a module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from docutils.statemachine import StringList
from docutils.transforms import references
from sphinx.ext.napoleon import Config as NapoleonConfig
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.parsers import RSTParser

from harness.extract import docstrings
from harness.extract.directives import Dispatcher
from harness.extract.marks import docstring
from harness.extract.reading import READING, Reading, Words
from harness.extract.text import split
from harness.extract.tree import PACKAGE

#: References that lead nowhere within their page are errors that only these find.
_TRANSFORMS = (references.AnonymousHyperlinks, references.DanglingReferences)


def _placing(reading: Reading) -> Inliner:
    """An inliner that notes where the words stand which it reads; docutils' own cannot be inherited from."""
    inliner = Inliner()
    parse = inliner.parse

    def noting(text: str, lineno: int, memo: Any, parent: nodes.Element) -> Any:
        found, messages = parse(text, lineno, memo, parent)
        source, line = memo.document.reporter.get_source_and_line(lineno)
        reading.note(Words(reading.text(source), text, (line or 1) - 1), found)
        return found, messages

    inliner.parse = noting  # type: ignore[method-assign]
    return inliner


class PageParser(RSTParser):
    """Parses a page, hands the document over for extraction, and leaves nothing of it for Sphinx to transform."""

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Parse what the reading has loaded; `inputstring` is the same text as Sphinx decoded it."""
        reading = READING.get()
        document.reporter.attach_observer(reading.message)
        with Dispatcher(reading):
            self._parse(reading, document)
        reading.parsed(document)
        for transform in _TRANSFORMS:
            transform(document).apply()
        document.clear()
        document.transformer.transforms.clear()

    def _parse(self, reading: Reading, document: nodes.document) -> None:
        text = reading.text_of(reading.file)
        lines = list(text.lines) if text else []
        self._run(reading, StringList(lines, document["source"]), document)

    def _run(self, reading: Reading, lines: StringList, document: nodes.document) -> None:
        self.inliner = _placing(reading)
        # The reporter keeps the line numbers of the first text that is parsed into a document.
        vars(document.reporter).pop("get_source_and_line", None)
        super().parse(lines, document)


class ModuleParser(PageParser):
    """Parses the docstrings of a module, each on its own, into one document."""

    supported = ("python",)

    def _parse(self, reading: Reading, document: nodes.document) -> None:
        raw = reading.text_of(reading.file)
        if raw is None:
            return
        module = reading.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        text, found, problems = docstrings.read(
            reading.tree.root / reading.file, reading.file, module, "\n".join(raw.raw), raw.raw
        )
        reading.problems.extend(problems)
        reading.replace(text)
        for one in found:
            lines = text.lines[one.first : one.first + one.count]
            items = [(document["source"], one.first + number) for number in range(one.count)]
            self._docstring(reading, one.scope, StringList(lines, items=items), document)

    def _docstring(self, reading: Reading, scope: str, lines: StringList, document: nodes.document) -> None:
        before = len(document.children)
        known = len(reading.problems)
        try:
            self._run(reading, lines, document)
        except (Exception, RecursionError) as error:
            reading.problem_at(*lines.info(0), "docstring", f"docstring of {scope}: {type(error).__name__}: {error}")
        holder = docstring(scope)
        holder.extend(document.children[before:])
        document.children[before:] = [holder]
        holder.parent = document
