"""Lists, tuples and sets against each other, and arguments in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.checks._shown import likeness, volatile
from harness.checks._shown.display import show
from harness.checks._shown.ledger import NONE_THERE, SHAPE, VALUE, Ledger
from harness.checks._shown.nodes import Dots, Items, Node, Scalar

#: Real items that a shown one is held against.
TRIES = 20


def unify(ledger: Ledger, shown: Items, real: Items, path: str, *, reply: bool, name: str) -> Node:
    """Two lists, tuples or sets."""
    if shown.kind != real.kind:
        return _other_kind(ledger, shown, real, path, reply=reply, name=name)
    if reply:
        return by_example(ledger, shown, real, path, "the worker's own")
    if ledger.situation.telling or volatile.named(name):
        return by_example(
            ledger, shown, real, path, f"named {name if volatile.named(name) else ledger.situation.telling}"
        )
    if shown.kind == "set":
        return _sets(ledger, shown, real, path)
    if _other_order(shown, real):
        return ledger.let("order of texts", path, shown)
    parts = in_order(ledger, shown.items, real.items, path, shown, real)
    return ledger.settled(shown, real) if parts is None else replace(shown, items=parts)


def _other_order(shown: Items, real: Items) -> bool:
    """Whether the same texts stand in another order: what Celery has in a set, it often shows as a list."""
    texts = all(isinstance(node, Scalar) and isinstance(node.value, str) for node in (*shown.items, *real.items))
    left, right = list(map(show, shown.items)), list(map(show, real.items))
    return texts and shown.kind == "list" and left != right and sorted(left) == sorted(right)


def _sets(ledger: Ledger, shown: Items, real: Items, path: str) -> Node:
    left, right = sorted(shown.items, key=show), sorted(real.items, key=show)
    parts = in_order(ledger, left, right, path, shown, real)
    if parts is None:
        return ledger.settled(shown, real)
    corrected = dict(zip(map(id, left), parts, strict=False))
    return replace(shown, items=tuple(corrected.get(id(item), item) for item in shown.items))


def _other_kind(ledger: Ledger, shown: Items, real: Items, path: str, *, reply: bool, name: str) -> Node:
    """A list where a tuple is, and the like: their parts are compared all the same."""
    if shown.items and all(isinstance(item, Dots) for item in shown.items):
        return ledger.let("ellipsis", path, shown)
    inner = ledger.unify(replace(shown, kind=real.kind), real, path, reply=reply, name=name)
    what = f"shows a {shown.kind}, but it is a {real.kind}"
    return ledger.differ(SHAPE, path, shown, real, corrected=inner, what=what, unsure="" if reply else None)


def in_order(
    ledger: Ledger, shown: Sequence[Node], real: Sequence[Node], path: str, whole: Node, other: Node
) -> tuple[Node, ...] | None:
    """Parts in their order; None, with a difference between the wholes noted, when there are more or fewer."""
    gaps = [index for index, node in enumerate(shown) if isinstance(node, Dots)]
    head, tail = (gaps[0], len(shown) - gaps[-1] - 1) if gaps else (len(shown), 0)
    if head + tail > len(real) or (not gaps and head != len(real)):
        there = f"but there {'is' if len(real) == 1 else 'are'} {len(real)}"
        ledger.differ(VALUE, path, whole, other, what=f"shows {likeness.count(head + tail)}, {there}")
        return None
    first = [ledger.unify(shown[index], real[index], f"{path}[{index}]") for index in range(head)]
    if not gaps:
        return tuple(first)
    ledger.let("ellipsis", path, shown[head])
    last = [ledger.unify(shown[-index], real[-index], f"{path}[-{index}]") for index in range(tail, 0, -1)]
    return (*first, *shown[head : len(shown) - tail], *last)


def by_example(ledger: Ledger, shown: Items, real: Items, path: str, kind: str) -> Node:
    """Lists of which how many there are and which ones is nobody's claim: only the form of each item is compared."""
    if not shown.items or not real.items:
        return ledger.let(kind + NONE_THERE, path, shown)
    ledger.let(f"{kind}, count and choice", path, shown)
    return replace(
        shown, items=tuple(nearest(ledger, item, real.items, f"{path}[{i}]") for i, item in enumerate(shown.items))
    )


def nearest(ledger: Ledger, shown: Node, real: Sequence[Node], path: str) -> Node:
    """Unify with the one of the real nodes, parts of workers' replies, that differs least."""
    tries = []
    for node in real[:TRIES]:
        attempt = ledger.fork()
        tries.append(
            (attempt.unify(shown, node, path, reply=True, name="[]" if isinstance(node, Scalar) else ""), attempt)
        )
    corrected, best = min(tries, key=lambda item: (len(item[1].differences), len(item[1].holes)))
    ledger.differences += best.differences
    ledger.holes += best.holes
    return corrected
