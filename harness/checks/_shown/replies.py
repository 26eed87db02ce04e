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
from harness.checks._shown.handlers import FAILED
from harness.checks._shown.ledger import FORM, SHAPE, VALUE, Ledger
from harness.checks._shown.nodes import Dots, Items, Node, Scalar, Table

Pair = tuple[Node, Node]


def unify(ledger: Ledger, shown: Node, real: Node, path: str, answers: Sequence[Pair]) -> Node:
    """Something shown against real replies; `answers` are theirs, by node."""
    claimed = likeness.answers(shown)
    if not claimed:
        if isinstance(shown, (Items, Table)) and likeness.only_dots(shown):
            return ledger.let("ellipsis", path, shown)
        if isinstance(shown, Items) and len(shown.items) == 1 and likeness.answers(shown.items[0]):
            what = f"shows a {shown.kind} around the replies"
            return ledger.differ(SHAPE, path, shown, real, corrected=shown.items[0], what=what, unsure="")
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
    if (renamed := _renamed(ledger, value, real[0], here)) is not None:
        return key, renamed
    if all(_refused(node) for node in real) and not _refused(value) and not isinstance(value, Dots):
        return key, _as_handled(ledger, value, real[0], here, "the worker answered with an error")
    return key, rows.nearest(ledger, value, real, here)


def _renamed(ledger: Ledger, value: Node, real: Node, path: str) -> Node | None:
    """An answer with keys of its own that its handler never gives; None where it has none."""
    handler = ledger.situation.handler
    if handler is None or not handler.keys or not isinstance(value, Table):
        return None
    named = [key for key, _ in value.pairs if not isinstance(key, Dots)]
    wrong = [key for key in named if not isinstance(key, Scalar) or key.value not in handler.keys]
    if not wrong:
        return None
    what = f"shows the key {show(wrong[0])}, which no worker replies"
    kept = sorted(handler.keys - {FAILED})
    right: Node = value
    if len(value.pairs) == len(kept) == 1:
        right = replace(value, pairs=((Scalar(value=kept[0]), value.pairs[0][1]),))
    return ledger.differ(VALUE, path, value, real, corrected=right, what=what, unsure="")


def unanswered(ledger: Ledger, shown: Node, real: Node, path: str) -> Node:
    """Answers shown where no worker gave any: only what the command's handler says can be told of them."""
    attempt = ledger.fork()
    before = len(ledger.differences)
    pairs = []
    for key, value in likeness.answers(shown):
        own = key
        if isinstance(key, Scalar) and key.old:
            own = attempt.unify(key, replace(key, old=False), f"{path}.key({show(key)})", reply=True)
        here, why = f"{path}[{show(key)}]", "no worker of such a name answered"
        renamed = _renamed(ledger, value, real, here)
        if renamed is None:
            renamed = value if isinstance(value, Dots) else _as_handled(attempt, value, real, here, why)
        pairs.append((own, renamed))
    if any(not item.unsure for item in ledger.differences[before:]):
        return replace(_as(shown, pairs), start=shown.start, end=shown.end)
    unsure = [item for item in attempt.differences if item.unsure]
    if unsure or ledger.situation.handler is None:
        return ledger.differ(SHAPE, path, shown, real, unsure="no worker of such a name answered")
    if all(item.rule == FORM for item in attempt.differences):
        return shown  # of answers that nobody gave
    ledger.differences += attempt.differences
    ledger.holes += attempt.holes
    return replace(_as(shown, pairs), start=shown.start, end=shown.end)


def _as_handled(ledger: Ledger, value: Node, real: Node, path: str, why: str) -> Node:
    """An answer shown where this worker gave none, for it lacks what the page speaks of: the handler tells it.

    `why` says why nothing is certain where the handler does not tell.
    """
    handler = ledger.situation.handler
    inner = value.pairs[0][1] if isinstance(value, Table) and _form(value) == ["'ok'"] else value
    if handler is None or not isinstance(inner, Scalar) or not isinstance(inner.value, str):
        return ledger.differ(SHAPE, path, value, real, corrected=value, unsure=why)
    message = handler.find(inner.value)
    if message is None:
        never = "" if handler.closed else why
        said = replace(inner, value=ledger.situation.said or inner.value, old=False)
        what = f"shows {show(inner)}, which no worker replies"
        ledger.differ(VALUE, path, inner, real, corrected=said, unsure=never, what=what)
        # A message without its key is another matter.
        return Table(pairs=((Scalar(value="ok"), said),), start=value.start, end=value.end)
    said = replace(inner, value=message.text or inner.value, old=False)
    should = Table(pairs=((Scalar(value=message.key), said),))
    if inner is value:
        what = f"shows a string, but it is a dict: {show(should)}"
        return ledger.differ(SHAPE, path, value, should, corrected=should, what=what, unsure="")
    if said.value == inner.value or not message.text:
        return ledger.let("as the command's handler says it", path, value)
    return ledger.differ(VALUE, path, inner, real, corrected=said, what=f"shows {show(inner)}, but it is {show(said)}")


def _refused(node: Node) -> bool:
    return _form(node) == ["'error'"]


def _form(node: Node) -> list[str]:
    return [show(key) for key, _ in node.pairs] if isinstance(node, Table) else []


def _as(real: Node, pairs: Sequence[Pair]) -> Items | Table:
    """Answers in the container that is really given."""
    if isinstance(real, Items):
        return Items(kind="list", items=tuple(Table(pairs=(pair,)) for pair in pairs))
    return Table(pairs=tuple(pairs))
