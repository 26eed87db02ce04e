"""Commas that are missing between the items of brackets, and what stands on their two sides."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.checks import _mend

#: Letters of an item that is quoted as it stands.
SHORT = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A comma that is missing."""

    edit: _mend.Edit
    around: ast.AST  # the call, or whatever else has the items
    before: str
    behind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    """One of what stands between the commas of brackets; lines are indices, columns are counted in bytes."""

    first: int
    column: int
    last: int
    end: int
    name: str  # how it begins, where its value may be long


def of(mended: Sequence[str], edits: Iterable[_mend.Edit]) -> list[Gap]:
    """The commas that the edits put in; those whose neighbours nobody can tell are left out."""
    commas = [edit for edit in edits if edit.kind == _mend.COMMA]
    if not commas:
        return []
    holders = [(node, items) for node in ast.walk(_mend.parse("\n".join(mended))) if (items := _items(node))]
    found: list[Gap] = []
    for edit in commas:
        pairs = [
            (node, one, other)
            for node, items in holders
            for one, other in itertools.pairwise(items)
            if one.last <= edit.line < other.first
        ]
        if pairs:
            # The innermost brackets are those that leave the least room.
            node, one, other = min(pairs, key=lambda each: (each[2].first - each[1].last, -each[1].first))
            found.append(Gap(edit=edit, around=node, before=_words(one, mended), behind=_words(other, mended)))
    return found


def beside(gaps: Sequence[Gap], edits: Iterable[_mend.Edit], edit: _mend.Edit) -> list[Gap]:
    """The gap that an edit fills and those of the same brackets; it alone when something else is wrong among them."""
    own = next((gap for gap in gaps if gap.edit is edit), None)
    if own is None:
        return []
    same = sorted((gap for gap in gaps if gap.around is own.around), key=lambda gap: gap.edit.line)
    between = [each for each in edits if same[0].edit.line <= each.line <= same[-1].edit.line]
    return same if len(between) == len(same) else [own]


def told(gaps: Sequence[Gap]) -> str:
    """What is missing, in words."""
    if len(gaps) > 1:
        return f"{len(gaps)} commas are missing: behind {' and '.join(gap.before for gap in gaps)}"
    return f"a comma is missing between {gaps[0].before} and {gaps[0].behind}"


def _items(node: ast.AST) -> list[_Item]:
    """What stands between the commas of an expression's brackets."""
    found: list[_Item] = []
    if isinstance(node, ast.Call):
        found = [_item(each, each) for each in node.args]
        found += [_item(each, each.value, f"{each.arg}=") for each in node.keywords if each.arg]
    elif isinstance(node, ast.Dict):
        keyed = zip(node.keys, node.values, strict=True)
        found = [_item(key, value, f"{ast.unparse(key)}: ") for key, value in keyed if key is not None]
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        found = [_item(each, each) for each in node.elts]
    return sorted(found, key=lambda item: (item.first, item.column))


def _item(one: ast.expr | ast.keyword, other: ast.expr, name: str = "") -> _Item:
    """The item that begins with one and ends with the other."""
    return _Item(
        first=one.lineno - 1,
        column=one.col_offset,
        last=(other.end_lineno or other.lineno) - 1,
        end=other.end_col_offset or 0,
        name=name or ast.unparse(one)[: SHORT // 2],
    )


def _words(item: _Item, lines: Sequence[str]) -> str:
    """The item, its value left out where that would be too much."""
    text = lines[item.first].encode()[item.column : item.end].decode("utf-8", "ignore")
    return text if item.first == item.last and len(text) <= SHORT else f"{item.name}…"
