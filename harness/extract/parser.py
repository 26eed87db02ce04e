"""Parsers that Sphinx is given: one for pages, one for the docstrings of a module."""

from __future__ import annotations

import codeop
import re
import warnings
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from docutils.statemachine import StringList
from docutils.transforms import references
from sphinx.ext.napoleon import Config as NapoleonConfig
from sphinx.ext.napoleon.docstring import GoogleDocstring
from sphinx.parsers import RSTParser
from sphinx.util.docutils import LoggingReporter

from harness.extract import docstrings
from harness.extract.dispatch import Dispatcher
from harness.extract.marks import docstring, dropped
from harness.extract.names import is_commented
from harness.extract.reading import READING, Reading, is_error, told
from harness.extract.text import find_block

#: References that lead nowhere within their page are errors that only these find.
_TRANSFORMS = (references.AnonymousHyperlinks, references.DanglingReferences)
#: A line that only draws a table.
_RULE = re.compile(r"[-=+| ]*")
#: A prompt that lacks its last bracket.
_HALF_PROMPT = re.compile(r">>\s+(?=\S)")


def _placing(reading: Reading) -> Inliner:
    """An inliner that notes where the words stand which it reads; docutils' own cannot be inherited from."""
    inliner = Inliner()
    parse = inliner.parse

    def noting(text: str, lineno: int, memo: Any, parent: nodes.Element) -> Any:
        found, messages = parse(text, lineno, memo, parent)
        source, line = memo.document.reporter.get_source_and_line(lineno)
        reading.note(source, (line or 1) - 1, text, found)
        return found, messages

    inliner.parse = noting  # type: ignore[method-assign]
    return inliner


def _remembering(reading: Reading, document: nodes.document) -> None:
    """Have each line remembered that the parser comes to, as the innermost of its machines tells it."""
    note_source = document.note_source

    def noting(source: str, offset: int) -> None:
        reading.passed.append((source, offset))
        note_source(source, offset)

    document.note_source = noting  # type: ignore[method-assign]


def _part_of(document: nodes.document) -> nodes.document:
    """An empty document for a part of another one that is parsed on its own."""
    part = nodes.document(
        document.settings, LoggingReporter.from_reporter(document.reporter), source=document["source"]
    )
    part.note_source(document["source"], -1)
    return part


def _note_commented(reading: Reading, document: nodes.document, known: frozenset[str]) -> None:
    """Record directives that a missing colon, or blank, has made comments of."""
    for comment in document.findall(nodes.comment):
        if is_commented(comment.astext(), known):
            first, text = comment.astext().partition("\n")[0], reading.text(comment.source)
            name = first.partition(":")[0]
            # Docutils gives a comment the line that it ends at.
            above = range(comment.line or 0, 0, -1) if text else ()
            line = next((line for line in above if text and text.lines[line - 1].lstrip() == f".. {first}"), 1)
            written = f"{name}::" if first.startswith(f"{name}::") else f"{name}:"
            right = f"{name}:: " if written.endswith("::") else f"{name}::"
            message = f'".. {written}" is a comment and not shown; ".. {right}" is the directive'
            reading.problem_at(comment.source, line, "commented-out", message)


def _begins_code(line: str) -> bool:
    """Whether an interpreter takes a line, or asks for what follows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            codeop.compile_command(line)
        except (SyntaxError, ValueError, OverflowError):
            return False
    return True


def _note_unprompted(reading: Reading, document: nodes.document) -> None:
    """Record sessions that begin with half a prompt: docutils takes them for text."""
    for paragraph in document.findall(nodes.paragraph):
        first, text = paragraph.rawsource.partition("\n")[0].strip(), reading.text(paragraph.source)
        prompt = _HALF_PROMPT.match(first)
        if text is None or prompt is None or not _begins_code(first[prompt.end() :]):
            continue
        # A paragraph's line may be its last, or that of what it stands in.
        near = sorted(range(len(text.lines)), key=lambda index: abs(index + 1 - (paragraph.line or 1)))
        line = next((index + 1 for index in near if text.lines[index].strip() == first), None)
        if line is not None:
            message = "a session that begins with two brackets is shown as text; its prompt has three"
            reading.problem_at(paragraph.source, line, "unprompted", message)


class PageParser(RSTParser):
    """Parses a page, hands the document over for extraction, and leaves nothing of it for Sphinx to transform."""

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Parse what the reading has loaded; `inputstring` is the same text as Sphinx decoded it."""
        reading = READING.get()
        self._read(reading, document)
        reading.parsed(document)
        document.clear()
        document.transformer.transforms.clear()

    def _read(self, reading: Reading, document: nodes.document) -> None:
        text = reading.text_of(reading.file)
        lines = StringList(list(text.lines) if text else [], document["source"])
        for message in self._run(reading, lines, document):
            reading.message(message)
        self._salvage(reading, document)

    def _run(self, reading: Reading, lines: StringList, document: nodes.document) -> list[nodes.system_message]:
        """Parse some lines into a document; docutils' messages."""
        messages: list[nodes.system_message] = []
        document.reporter.attach_observer(messages.append)
        self.inliner = _placing(reading)
        _remembering(reading, document)
        dispatcher = Dispatcher(reading, document.settings.env.domains.values())
        try:
            with dispatcher:
                super().parse(lines, document)
            _note_commented(reading, document, dispatcher.known_directives)
            _note_unprompted(reading, document)
            for transform in _TRANSFORMS:
                transform(document).apply()
        finally:
            document.reporter.detach_observer(messages.append)
        return messages

    def _salvage(self, reading: Reading, document: nodes.document) -> None:
        """Keep the inline markup of each table that docutils gave up: its rows are read one by one, as text."""
        for message in list(document.findall(nodes.system_message)):
            block = next(iter(message.findall(nodes.literal_block)), None)
            text = reading.text(message.get("source"))
            if block is None or text is None or not message.children[0].astext().startswith("Malformed table"):
                continue
            rows = block.astext().split("\n")
            found = find_block(text, [row.rstrip() for row in rows], message.get("line", 1) - 1)
            lines = StringList()
            for row, (index, _) in zip(rows, found or [], strict=False):
                lines.append("" if _RULE.fullmatch(row) else row, message["source"], index)
                lines.append("", message["source"], index)
            holder = dropped()
            part = _part_of(document)
            self._run(reading, lines, part)
            holder.extend(part.children)
            message.parent.insert(message.parent.index(message), holder)


class ModuleParser(PageParser):
    """Parses the docstrings of a module, each on its own."""

    supported = ("python",)

    def _read(self, reading: Reading, document: nodes.document) -> None:
        raw = reading.text_of(reading.file)
        if raw is None:
            return
        text, found, problems = docstrings.read(reading.tree.root / reading.file, reading.file, raw.raw)
        reading.problems.extend(problems)
        reading.replace(text)
        for one in found:
            lines = text.lines[one.first : one.first + one.count]
            items = [(document["source"], one.first + number) for number in range(one.count)]
            holder = docstring(one.scope)
            document += holder
            holder.extend(self._docstring(reading, one.scope, StringList(lines, items=items), document))

    def _docstring(
        self, reading: Reading, scope: str, lines: StringList, document: nodes.document
    ) -> Sequence[nodes.Node]:
        part = _part_of(document)
        try:
            errors = [one for one in self._run(reading, lines, part) if is_error(one)]
            kept = self._as_shown(reading, lines, document) if errors else set()
        except Exception as error:  # one docstring must not take the module's others with it
            reading.problem_at(*lines.info(0), "docstring", f"docstring of {scope}: {type(error).__name__}: {error}")
            return []
        for message in errors:
            if told(message) in kept:
                reading.message(message)
        return part.children

    def _as_shown(self, reading: Reading, lines: StringList, document: nodes.document) -> set[str]:
        """The errors that remain when sections in Google's style are put into reST, as Celery's docs have it done."""
        settings: Any = NapoleonConfig()
        shown = GoogleDocstring(list(lines), settings).lines()
        part = _part_of(document)
        token = READING.set(Reading(reading.tree, reading.name, reading.file))
        try:
            messages = self._run(READING.get(), StringList(shown, document["source"]), part)
        finally:
            READING.reset(token)
        return {told(message) for message in messages if is_error(message)}
