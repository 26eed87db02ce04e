"""What workers reply: one answer for each, by its name, in a list or a dict.

    [{'worker1.example.com': {'ok': 'pong'}}, …]      what a broadcast gives
    {'worker1.example.com': {'ok': 'pong'}, …}        what inspecting gives

Which workers there are is the reader's affair; that it is a list or a dict, and what an answer looks like, is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.checks._shown import likeness, rows
from harness.checks._shown.display import show
from harness.checks._shown.ledger import SHAPE, Ledger
from harness.checks._shown.nodes import Dots, Items, Node, Scalar, Table

Pair = tuple[Node, Node]


def unify(ledger: Ledger, shown: Node, real: Node, path: str, answers: Sequence[Pair]) -> Node:
    """Something shown against real replies; `answers` are theirs, by node."""
    claimed = likeness.answers(shown)
    if not claimed:
        if isinstance(shown, (Items, Table)) and likeness.only_dots(shown):
            return ledger.let("ellipsis", path, shown)
        unsure = ledger.situation.unsure or "it is no reply of workers that is shown"
        return ledger.differ(SHAPE, path, shown, real, unsure=unsure)
    pairs = [_answer(ledger, key, value, answers, path) for key, value in claimed]
    corrected = _as(real, pairs)
    if type(real) is type(shown):
        return replace(corrected, start=shown.start, end=shown.end)
    what = (
        "shows a dict, but it is a list of dicts"
        if isinstance(real, Items)
        else "shows a list of dicts, but it is a dict"
    )
    return ledger.differ(SHAPE, path, shown, real, corrected=corrected, what=what, unsure="")


def _answer(ledger: Ledger, key: Node, value: Node, answers: Sequence[Pair], path: str) -> Pair:
    here = f"{path}[{show(key)}]"
    if isinstance(key, Scalar) and key.old:
        key = ledger.unify(key, replace(key, old=False), f"{path}.key({show(key)})", reply=True)
    ledger.let("node", here, key)
    real = [node for _, node in answers]
    if all(_refused(node) for node in real) and not _refused(value) and not isinstance(value, Dots):
        return key, ledger.differ(
            SHAPE, here, value, real[0], corrected=value, unsure="the worker answered with an error"
        ) if type(value) is not type(real[0]) or _form(value) != _form(real[0]) else value
    return key, rows.nearest(ledger, value, real, here)


def _refused(node: Node) -> bool:
    return _form(node) == ["'error'"]


def _form(node: Node) -> list[str]:
    return [show(key) for key, _ in node.pairs] if isinstance(node, Table) else []


def _as(real: Node, pairs: Sequence[Pair]) -> Items | Table:
    """Answers in the container that is really given."""
    if isinstance(real, Items):
        return Items(kind="list", items=tuple(Table(pairs=(pair,)) for pair in pairs))
    return Table(pairs=tuple(pairs))
