"""What is gathered while one page is parsed: the files that it is made of, problems, where its inline markup stands."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

from harness.extract.records import Stranger
from harness.extract.text import Span, Spot, Text, find_span, split
from harness.extract.tree import Tree, decode, digest
from harness.model import Problem

#: The reading that Sphinx is at: directives and roles have no other way to it.
READING: ContextVar[Reading] = ContextVar("reading")

_REMEMBERED = 12  # lines: more than docutils goes over before it reads a term, a title or a directive's text
_FAR = 400  # lines by which a directive's own counting may be off
_QUOTED = re.compile(r'"([^"]+)"')
_ERROR = 3  # docutils' level from which a reader loses something
#: How those of its warnings begin that are about what readers see, or maintainers read at each build.
_WARNED = ("Literal block expected", "Title underline too short")


class Words:
    """Text with inline markup that the parser read somewhere; where it stands is found when it is asked for.

    `places` are texts and indices of lines where it may begin: it is looked for in each of those lines, and last
    around the last of them.
    """

    def __init__(self, places: Sequence[tuple[Text, int]], content: str, nth: int = 0) -> None:
        self.content = content
        self._places = places
        self._nth = nth
        self._span: Span | None = None
        self._sought = False

    def span(self) -> Span | None:
        """The words in their file; None when they do not stand there as they were read."""
        if not self._sought:
            self._sought = True
            reaches = [*((text, index, 0) for text, index in self._places), *((*self._places[-1], _FAR),)]
            spans = (find_span(text, self.content, index, reach=reach, nth=self._nth) for text, index, reach in reaches)
            self._span = next((span for span in spans if span), None)
        return self._span

    def near(self) -> tuple[str, Spot]:
        """File and place of the line where the words were thought to begin."""
        text, index = self._places[-1]
        return text.file, text.spot(min(max(index, 0), len(text.lines) - 1), 0) if text.lines else Spot(1, 1)


@dataclass(frozen=True, slots=True)
class Located:
    """A part of some words: `exact` is False when only the line is known at which they begin, or not even that."""

    file: str
    spot: Spot
    end_line: int
    exact: bool


class Reading:
    """One page or module while it is read."""

    def __init__(self, tree: Tree, name: str, file: str) -> None:
        self.tree = tree
        self.name = name
        self.file = file
        self.inputs: dict[str, str] = {}  # every file that was read, or looked for and not found: digest
        self.problems: list[Problem] = []
        self.passed: deque[tuple[str | None, int | None]] = deque(maxlen=_REMEMBERED)  # lines that the parser was at
        self.strangers: list[Stranger] = []
        self._texts: dict[str, Text | None] = {}
        self._sources: dict[str, str | None] = {}
        self._repeated: Counter[tuple[str | None, int, str]] = Counter()
        self._words: dict[int, tuple[nodes.Node, Words]] = {}

    def load(self) -> str:
        """The page's own content.  Bytes that are not UTF-8 are replaced, and make a Problem."""
        content = self.tree.content(self.file)
        self.inputs[self.file] = digest(content)
        text, trouble = decode(content or b"")
        self._texts[self.file] = Text(self.file, split(text))
        if content is None:
            self.problem(self.file, 1, 1, "include", "cannot be read, or is a link that leaves the release tree")
        elif trouble:
            self.problem(self.file, trouble[0], trouble[1], "encoding", f"{trouble[2]}; read with replacements")
        return text

    def replace(self, text: Text) -> None:
        """Take `text` for the file that it tells of."""
        self._texts[text.file] = text

    def file_of(self, source: str | None) -> str | None:
        """The file, relative to the tree, of a source as docutils names it."""
        if source is None:
            return None
        if source not in self._sources:
            # Docutils names the docstring's and padding's sources in words: they are no files.
            self._sources[source] = self.tree.relative(source) if self.tree.is_file(source) else None
        return self._sources[source]

    def text(self, source: str | None) -> Text | None:
        """The text of a source as docutils names it, None for what is not a file of the tree."""
        file = self.file_of(source)
        return None if file is None else self.text_of(file)

    def text_of(self, file: str) -> Text | None:
        """The text of a file of the tree."""
        if file not in self._texts:
            content = self.tree.content(file)
            self.inputs[file] = digest(content)
            self._texts[file] = None if content is None else Text(file, split(decode(content)[0]))
        return self._texts[file]

    def admit(self, path: str | Path) -> str | None:
        """Why a file may not be included, or None: it lies outside the release tree, or is not there."""
        file = self.tree.relative(path)
        if file is None:
            return "leaves the release tree: not read"
        return "is not in the release tree" if self.text_of(file) is None else None

    def problem(self, file: str, line: int, column: int, kind: str, message: str) -> None:
        """Record what could not be read."""
        text = self._texts.get(file)
        raw = text.raw[line - 1].strip() if text and 0 < line <= len(text.raw) else ""
        problem = Problem(file=file, line=line, column=column, kind=kind, message=message, text=raw)
        if problem not in self.problems:
            self.problems.append(problem)

    def problem_at(self, source: str | None, line: int | None, kind: str, message: str) -> None:
        """Record what could not be read near a line that docutils names."""
        text = self.text(source) or self._texts[self.file]
        if text is None or not text.lines:
            self.problem(self.file, 1, 1, kind, message)
            return
        spot = _token(text, min(max((line or 1) - 1, 0), len(text.lines) - 1), message)
        self.problem(text.file, spot.line, spot.column, kind, message)

    def message(self, message: nodes.system_message) -> None:
        """Take notice of a message of docutils: an error means that a block is lost, some warnings that markup is."""
        if is_error(message):
            self.problem_at(message.get("source"), message.get("line"), "broken-rst", told(message))
        elif told(message).startswith("Inline "):
            self.problem_at(message.get("source"), message.get("line"), "broken-inline", told(message))

    def words_at(self, source: str | None, index: int, content: str, nth: int = 0) -> Words | None:
        """Words that the parser has just read, at line `index` of a source by its own counting.

        That counting is off in tables and after an include in a block, by docutils' versions.  The lines that the
        parser was at last are right, and one of them is the first of the words; but some directives read their
        content themselves.
        """
        places = [(text, at) for name, at in reversed(self.passed) if at is not None and (text := self.text(name))]
        counted = self.text(source)
        if counted is not None:
            places.append((counted, index))
        return Words(places, content, nth) if places else None

    def note(self, source: str | None, index: int, content: str, found: Sequence[nodes.Node]) -> None:
        """Remember which nodes were made of some words, and at which characters the markup of each stands."""
        if not found:
            return
        words = self.words_at(source, index, content, self._repeated[source, index, content])
        self._repeated[source, index, content] += 1
        if words is None:
            return
        self._words[id(found[0])] = (found[0], words)
        cursor = 0
        for node in found:
            raw = node.get("raw") or node.rawsource if isinstance(node, nodes.Element) else ""
            position = words.content.find(raw, cursor) if raw else -1
            if position >= 0 and isinstance(node, nodes.Element):
                node["words"], node["position"] = words, position
                cursor = position + len(raw)

    def words(self, node: nodes.Element) -> Words | None:
        """The words that the node's children were made of."""
        found = self._words.get(id(node.children[0])) if node.children else None
        return found[1] if found else None

    def locate(self, words: Words | None, start: int, end: int) -> Located:
        """Where characters `start` to `end` of some words stand."""
        if words is None:
            return Located(self.file, Spot(1, 1), 1, False)
        span = words.span()
        if span is not None:
            return Located(span.text.file, span.spot(start), span.spot(max(end - 1, start)).line, True)
        file, spot = words.near()
        return Located(file, spot, spot.line, False)

    def stranger(self, what: str, name: str, near: str, source: str | None, line: int | None, mark: str) -> None:
        """Record the use of a directive or role that Sphinx does not know; `mark` is how it is written.

        `near` is a name that Sphinx knows and that may be meant.
        """
        words = self.words_at(source, (line or 1) - 1, mark)
        if words is None:
            return
        at = self.locate(words, 0, len(mark))
        text = self.text_of(at.file)
        self.strangers.append(
            Stranger(
                what=what,
                name=name,
                file=at.file,
                line=at.spot.line,
                column=at.spot.column,
                text=text.raw[at.spot.line - 1].strip() if text else "",
                near=near,
            )
        )

    def sorted_problems(self) -> list[Problem]:
        """The problems in the order of the source."""
        return sorted(self.problems, key=lambda one: (one.file, one.line, one.column, one.kind, one.message))

    def parsed(self, document: nodes.document) -> None:
        """Called when the page has been parsed and nothing of it has been transformed yet."""
        raise NotImplementedError


def _token(text: Text, index: int, message: str) -> Spot:
    """Where a name that the message quotes stands in the line or, in the same paragraph, below it; else the line."""
    quoted = _QUOTED.search(message)
    for number, line in enumerate(text.lines[index:], index):
        if not quoted or not line:
            break
        offset = line.lower().find(quoted[1].lower())
        if offset >= 0:
            return text.spot(number, offset)
    return text.spot(index, len(text.lines[index]) - len(text.lines[index].lstrip()))


def is_error(message: nodes.system_message) -> bool:
    """True when docutils lost something of the text, took a literal block for text, or warns at each build."""
    return bool(message["level"] >= _ERROR) or told(message).startswith(_WARNED)


def told(message: nodes.system_message) -> str:
    """What docutils' message says, on one line, without the text that it is about."""
    return " ".join((message.children[0] if message.children else message).astext().split())
