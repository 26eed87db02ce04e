"""The parts of a display, as `values` reads them; each knows where it stands in its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A part of a display, at [start, end) in its text."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Scalar(Node):
    """A literal without parts."""

    value: Any
    old: bool = False  # as only Python 2 shows it: u'a', 1L


@dataclass(frozen=True, kw_only=True, slots=True)
class Bare(Node):
    """Words that stand for themselves: an identifier, an id without quotes."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dots(Node):
    """Three dots: something is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Items(Node):
    """A list, tuple or set."""

    kind: Literal["list", "tuple", "set"]
    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table(Node):
    """A dict; Dots among its keys (their value is Dots too) say that keys are left out."""

    pairs: tuple[tuple[Node, Node], ...]
    odd: bool = False  # as Python never shows it: {a=1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Call(Node):
    """name(args, key=value)"""

    name: str
    args: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipe(Node):
    """a | b"""

    parts: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked(Node):
    """An operator before something: %add(1), ~sig."""

    mark: str
    inner: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Angle(Node):
    """<what an object without a literal shows>"""

    text: str  # without the brackets
