"""What lists of a page say that signals, events and requests have: the names of their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from harness.extract.marks import mark

#: The paragraph before the list of what a signal's handlers are given.
_PROVIDES = re.compile(r"Provides arguments\s*:?")
#: The sentence before the list of what an object has: "The request defines the following attributes:".
_DEFINES = re.compile(r"The (?P<owner>\w+)(?: object)? (?:defines|has|provides) the following (?:attributes|fields):?")
_SIGNATURE = re.compile(r"``(?P<event>[\w-]+)\((?P<fields>[^()]*)\)``")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A name that a list gives; it stands at `start` of the words that made the children of `node`.

    Where `content` is given, those are its words.
    """

    kind: str  # argument (of a signal), field (of an event), attribute (of an object)
    node: nodes.Element
    start: int
    name: str
    fields: Mapping[str, str]
    content: str = ""


class Arguments:
    """Follows a document from node to node, and tells the parts of what was declared last."""

    def __init__(self) -> None:
        self._signal = self._event = self._owner = ""
        self._title = ""
        self._titles = 0

    def read(self, node: nodes.Node) -> Iterator[Part]:
        """The parts that a node lists."""
        if isinstance(node, mark) and node.use.name in ("signal", "event") and node.use.arguments:
            name = node.use.arguments[0].strip()
            self._signal, self._event = (name, "") if node.use.name == "signal" else ("", name)
            # It is declared right above its own title, or below it.
            self._titles = 1 if self._title == name else 0
        elif isinstance(node, nodes.title):
            self._pass(node.astext())
        elif isinstance(node, nodes.paragraph):
            told = _DEFINES.fullmatch(" ".join(node.astext().split()))
            self._owner = told["owner"] if told else self._owner
        elif isinstance(node, nodes.bullet_list) and self._signal and _follows(node, _PROVIDES):
            yield from self._bullets(node)
        elif isinstance(node, nodes.field_list):
            yield from self._fields(node)

    def _pass(self, title: str) -> None:
        self._title = title
        self._titles += 1
        self._owner = ""
        if self._titles > 1:
            self._signal = self._event = ""

    def _bullets(self, node: nodes.bullet_list) -> Iterator[Part]:
        for item in node.children:
            first = next(iter(item.findall(nodes.TextElement)), None)
            literal = first.children[0] if first is not None and first.children else None
            # A paragraph, or the term of a definition that stands in the item.
            if isinstance(first, (nodes.paragraph, nodes.term)) and isinstance(literal, nodes.literal):
                name = literal.astext()
                yield Part(kind="argument", node=first, start=2, name=name, fields={"signal": self._signal})

    def _fields(self, node: nodes.field_list) -> Iterator[Part]:
        for field in node.children:
            if not isinstance(field, nodes.field):
                continue
            name, body = field.children
            if self._event and name.astext() == "signature":
                yield from self._signature(body)
            elif self._owner and isinstance(name, nodes.Element):
                text = name.astext()
                fields = {"owner": self._owner}
                yield Part(kind="attribute", node=name, start=1, name=text, fields=fields, content=f":{text}:")

    def _signature(self, body: nodes.Node) -> Iterator[Part]:
        for paragraph in body.children:
            told = _SIGNATURE.match(paragraph.rawsource) if isinstance(paragraph, nodes.paragraph) else None
            if told is None or not isinstance(paragraph, nodes.paragraph):
                continue
            for field in re.finditer(r"\w+", told["fields"]):
                start = told.start("fields") + field.start()
                yield Part(kind="field", node=paragraph, start=start, name=field[0], fields={"event": told["event"]})


def _follows(node: nodes.Element, pattern: re.Pattern[str]) -> bool:
    """Whether the paragraph before a list is of some form."""
    siblings = node.parent.children
    before = siblings[siblings.index(node) - 1] if siblings.index(node) else None
    return isinstance(before, nodes.paragraph) and pattern.fullmatch(before.astext().strip()) is not None


def balanced(text: str) -> Iterator[str]:
    """The lines of a text; those between which a bracket is open are one."""
    found: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if not found and not line.strip():
            continue
        found.append(line.strip() if not found else line)
        depth += sum(_BRACKETS.get(char, 0) for char in line)
        if depth <= 0:
            yield "\n".join(found).rstrip()
            found, depth = [], 0
    if found:  # a bracket that is never closed joins nothing
        yield from (line.strip() for line in found if line.strip())
