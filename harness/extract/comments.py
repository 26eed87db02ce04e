"""Comments that document attributes, as Sphinx shows them: lines of `#:` above an assignment, or one behind it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import griffe

#: Without this a module has no such comments.
MARK = "#:"
_COMMENT = re.compile(r"(?P<mark>\s*#: ?)(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """What documents the attribute `scope`: from line `lineno` on the column and the text of each line."""

    scope: str
    lineno: int
    lines: tuple[tuple[int, str], ...]


class Comments(griffe.Extension):
    """Collects the comments of a module while griffe visits it.

    Griffe keeps one object a name: a comment of a class's attribute must not go where `__init__` sets it again.
    """

    def __init__(self, raw: Sequence[str]) -> None:
        super().__init__()
        self.found: dict[int, Comment] = {}  # by the line of what they document: of `a = b = 1` for the first name
        self._raw = raw

    def on_attribute_instance(self, *, node: Any, attr: griffe.Attribute, **_: Any) -> None:
        """Take the comment of an assignment; properties have none."""
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.lineno not in self.found:
            lineno, lines = self._behind(node) or self._above(node)
            if lines:
                self.found[node.lineno] = Comment(attr.path, lineno, lines)

    def _behind(self, node: ast.Assign | ast.AnnAssign) -> tuple[int, tuple[tuple[int, str], ...]] | None:
        last = node.end_lineno or node.lineno
        if MARK not in self._raw[last - 1]:
            return None
        statement = "\n".join([self._raw[node.lineno - 1].lstrip(), *self._raw[node.lineno : last]])
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(statement).readline))
        except (tokenize.TokenError, IndentationError):
            return None
        comment = next((token.string for token in reversed(tokens) if token.type == tokenize.COMMENT), "")
        match = _COMMENT.fullmatch(comment)
        if match is None or not self._raw[last - 1].endswith(comment):
            return None
        return last, ((len(self._raw[last - 1]) - len(match["text"]) + 1, match["text"]),)

    def _above(self, node: ast.Assign | ast.AnnAssign) -> tuple[int, tuple[tuple[int, str], ...]]:
        if self._raw[node.lineno - 1][: node.col_offset].strip():
            return node.lineno, ()  # the second statement of a line
        lines: list[tuple[int, str]] = []
        first = node.lineno
        while first > 1 and (match := _COMMENT.fullmatch(self._raw[first - 2])):
            first -= 1
            lines.append((match.end("mark") + 1, match["text"]))
        return first, tuple(reversed(lines))
