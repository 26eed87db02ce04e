"""Real output as it would be on any machine and at any time: its volatile parts left out, sets in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.checks._shown import volatile
from harness.checks._shown.display import show
from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table


def tell(nodes: Sequence[Node], text: str) -> str:
    """The output, from its nodes where it could be read, else from its text."""
    return "\n".join(show(steady(node)) for node in nodes) if nodes else volatile.stable(text)


def steady(node: Node, name: str = "") -> Node:
    """The node without what is volatile in it; `name` is the key under which it stands."""
    match node:
        case Scalar(value=str(text)):
            return replace(node, value=volatile.stable(text)) if volatile.kind_of(text) or not _own(name) else Dots()
        case Scalar(value=value):
            return Dots() if (_own(name) and value is not None) or isinstance(value, float) else node
        case Bare(text=text):
            return replace(node, text=volatile.stable(text))
        case Angle(text=text):
            return replace(node, text=volatile.stable(text))
        case Items(items=items):
            parts = tuple(steady(item, name) for item in items)
            return replace(node, items=tuple(sorted(parts, key=_order)) if node.kind == "set" else parts)
        case Table(pairs=pairs):
            return replace(node, pairs=tuple((steady(key), steady(value, _key(key))) for key, value in pairs))
        case Call(args=args, named=named):
            arguments = tuple((key, steady(value, key)) for key, value in named)
            return replace(node, args=tuple(map(steady, args)), named=arguments)
        case Pipe(parts=parts):
            return replace(node, parts=tuple(map(steady, parts)))
        case Marked(inner=inner):
            return replace(node, inner=steady(inner))
    return node


def _order(node: Node) -> tuple[bool, float, str]:
    """Numbers by their value, all else by how it is displayed."""
    number = node.value if isinstance(node, Scalar) and isinstance(node.value, int | float) else None
    return number is None, number or 0, show(node)


def _own(name: str) -> bool:
    return volatile.named(name)


def _key(key: Node) -> str:
    return key.value if isinstance(key, Scalar) and isinstance(key.value, str) else ""
