"""Dicts against each other, whatever the order of their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.checks._shown import likeness, rows
from harness.checks._shown.display import show
from harness.checks._shown.ledger import NONE_THERE, VALUE, Ledger
from harness.checks._shown.nodes import Dots, Node, Scalar, Table

Pair = tuple[Node, Node]


def unify(ledger: Ledger, shown: Table, real: Table, path: str, *, reply: bool) -> Node:
    """Two dicts."""
    if reply and not real.pairs:
        return ledger.let("the worker's own" + NONE_THERE, path, shown)
    taken: set[int] = set()
    corrected: list[Pair] = []
    lost: list[Pair] = []
    for key, value in shown.pairs:
        if isinstance(key, Dots):
            corrected.append((key, value))
            continue
        index = likeness.find(key, [other for other, _ in real.pairs], taken)
        if index is None:
            lost.append((key, value))
            continue
        taken.add(index)
        corrected.append(_pair(ledger, key, value, real.pairs[index], path, reply=reply))
    rest = [pair for index, pair in enumerate(real.pairs) if index not in taken]
    corrected += _own(ledger, [pair for pair in lost if likeness.own_name(pair[0])], rest, path, reply=reply)
    fields = [pair for pair in lost if not likeness.own_name(pair[0])]
    result = replace(shown, pairs=tuple(corrected)) if corrected or not fields else real
    for key, _ in fields:
        _not_there(ledger, key, shown, real, result, path, matched=len(taken), lost=len(fields), reply=reply)
    if rest and taken and not any(isinstance(key, Dots) for key, _ in shown.pairs):
        _not_shown(ledger, shown, real, rest, path, reply=reply)
    return result


def _pair(ledger: Ledger, key: Node, value: Node, other: Pair, path: str, *, reply: bool) -> Pair:
    name = str(key.value) if isinstance(key, Scalar) else ""
    if isinstance(key, Scalar) and key.old:
        key = ledger.unify(key, other[0], f"{path}.key({show(key)})", reply=reply)
    return key, ledger.unify(value, other[1], f"{path}[{show(key)}]", reply=reply, name=name)


def _own(ledger: Ledger, pairs: Sequence[Pair], rest: Sequence[Pair], path: str, *, reply: bool) -> list[Pair]:
    """Entries under names of the reader's own: only the form of their values is compared."""
    found = []
    for key, value in pairs:
        here = f"{path}[{show(key)}]"
        ledger.let("the reader's own", here, key)
        found.append((key, rows.nearest(ledger, value, [node for _, node in rest], here) if rest and reply else value))
    return found


def _not_there(
    ledger: Ledger,
    key: Node,
    shown: Table,
    real: Table,
    corrected: Node,
    path: str,
    *,
    matched: int,
    lost: int,
    reply: bool,
) -> None:
    """A shown field that is not there; in a worker's reply that is certain where the record is clearly the same."""
    unsure: str | None = None
    if reply:
        unsure = "" if matched >= max(lost, 2) else "a worker's reply may have other keys"
    elif ledger.situation.telling:
        unsure = f"{ledger.situation.telling} tells of a state"
    what = f"shows the key {show(key)}, which is not there"
    ledger.differ(VALUE, path, shown, real, corrected=corrected, what=what, unsure=unsure)


def _not_shown(ledger: Ledger, shown: Table, real: Table, rest: Sequence[Pair], path: str, *, reply: bool) -> None:
    """Fields that are there and not shown: pages leave out what does not matter, mostly."""
    if reply or ledger.situation.telling or ledger.situation.likewise or all(likeness.own_name(key) for key, _ in rest):
        ledger.let(f"{likeness.count(len(rest))} left out", path, shown)
        return
    ledger.differ(
        VALUE,
        path,
        shown,
        real,
        corrected=replace(shown, pairs=(*shown.pairs, *rest)),
        what=f"does not show the key {', '.join(show(key) for key, _ in rest[:4])}",
        unsure=ledger.situation.unsure or "the page may leave keys out",
    )
