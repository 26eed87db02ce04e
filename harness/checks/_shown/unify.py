"""Shown against real, part by part.

Certain is only what a reader could not get, wherever and whenever the same is typed.  What a clock, a machine, the
reader's own program or the history of a worker decides is a *hole*: it is let through, and told.  What is neither is a
difference that is not certain, with the reason why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from harness.checks._shown import angles, volatile
from harness.checks._shown.display import show
from harness.checks._shown.values import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table

#: Rules, the most telling first.
VALUE, SHAPE, FORM = "wrong-output", "wrong-output-shape", "outdated-repr"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Where shown and real differ."""

    rule: str
    path: str
    shown: Node
    real: Node
    corrected: Node
    what: str  # in words: "shows 20, but 4 is …"
    unsure: str  # why it is not certain, "" when it is
    form: str = ""  # of a display that has changed its form: the form, without what is volatile in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Hole:
    """What was let through."""

    path: str
    kind: str
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What is known of where the value comes from."""

    unsure: str = ""  # why nothing about values is certain, "" when they are determined
    telling: str = ""  # the name by which the value is volatile, "" for none


@dataclass(slots=True)
class Unifier:
    """Collects what is found on the way through both trees."""

    situation: Situation
    differences: list[Difference] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)

    def let(self, kind: str, path: str, shown: Node) -> Node:
        """Let the shown part through, for it is of a volatile kind."""
        self.holes.append(Hole(path=path, kind=kind, shown=show(shown)))
        return shown

    def differ(
        self,
        rule: str,
        path: str,
        shown: Node,
        real: Node,
        *,
        corrected: Node | None = None,
        what: str = "",
        unsure: str | None = None,
        form: str = "",
    ) -> Node:
        """Note a difference; what should stand there."""
        corrected = real if corrected is None else corrected
        self.differences.append(
            Difference(
                rule=rule,
                path=path,
                shown=shown,
                real=real,
                corrected=corrected,
                what=what,
                unsure=self.situation.unsure if unsure is None else unsure,
                form=form,
            )
        )
        return corrected

    # -- by kind of node ------------------------------------------------------------------------------

    def unify(self, shown: Node, real: Node, path: str = "", *, reply: bool = False, name: str = "") -> Node:
        """What should stand in `shown`'s place.

        `reply` says that both are part of what workers replied; `name` is the key under which they stand.
        """
        if isinstance(shown, Dots):
            return self.let("ellipsis", path, shown)
        if isinstance(real, Dots):
            return self.let("real-ellipsis", path, shown)
        if not reply and (nodes := likeness.reply(real)):
            return self.replies(shown, real, path, nodes)
        if likeness.reply(shown) and likeness.empty(real):
            return self.differ(SHAPE, path, shown, real, unsure="no worker of such a name answered")
        if type(shown) is not type(real):
            return self.kinds(shown, real, path, reply=reply, name=name)
        match shown, real:
            case Scalar(), Scalar():
                return self.scalars(shown, real, path, reply=reply, name=name)
            case Bare(), Bare():
                return self.bares(shown, real, path)
            case Items(), Items():
                return self.lists(shown, real, path, reply=reply, name=name)
            case Table(), Table():
                return self.tables(shown, real, path, reply=reply)
            case Call(), Call():
                return self.calls(shown, real, path)
            case Pipe(), Pipe():
                parts = self.rows(shown.parts, real.parts, path, shown, real)
                return shown if parts is None else replace(shown, parts=parts)
            case Marked(), Marked():
                inner = self.unify(shown.inner, real.inner, path)
                if shown.mark == real.mark:
                    return replace(shown, inner=inner)
                return self.differ(VALUE, path, shown, real)
            case Angle(), Angle():
                return self.angles(shown, real, path)
        raise TypeError(type(shown).__name__)

    def scalars(self, shown: Scalar, real: Scalar, path: str, *, reply: bool, name: str) -> Node:
        """Two literals."""
        if shown.old and not real.old:
            what = "is written as Python 2 did"
            if shown.value == real.value:
                return self.differ(FORM, path, shown, real, what=what, unsure="", form="u" if likeness.text(shown) else "L")
            corrected = replace(shown, old=False)
            self.differ(
                FORM, path, shown, real, corrected=corrected, what=what, unsure="", form="u" if likeness.text(shown) else "L"
            )
            return self.scalars(corrected, real, path, reply=reply, name=name)
        if likeness.equal(shown.value, real.value):
            return shown
        if volatile.named(name) and (shown.value is None) == (real.value is None) or likeness.telling(self.situation, path):
            return self.let(f"named {name or self.situation.telling}", path, shown)
        if likeness.text(shown) and likeness.text(real):
            return self.texts(shown, real, path, reply=reply, name=name)
        if reply:
            if likeness.sort(shown) == likeness.sort(real) or None in (shown.value, real.value):
                return self.let("the worker's own", path, shown)
            return self.differ(SHAPE, path, shown, real, unsure="")
        if isinstance(shown.value, float) or isinstance(real.value, float):
            return (
                self.let("float", path, shown) if likeness.sort(shown) == likeness.sort(real) else self.differ(VALUE, path, shown, real)
            )
        return self.differ(VALUE, path, shown, real)

    def texts(self, shown: Scalar, real: Scalar, path: str, *, reply: bool, name: str) -> Node:
        """Two strings (or two bytes) that are not equal."""
        left, right = likeness.as_text(shown), likeness.as_text(real)
        if kind := likeness.alike(left, right):
            return self.let(kind, path, shown)
        if reply and name not in ("", "ok", "error"):
            return self.let("the reader's own", path, shown)
        if reply:
            same = likeness.letters(left) == likeness.letters(right)
            return self.differ(
                VALUE, path, shown, real, unsure="" if same else "a worker may have more to say than this"
            )
        return self.differ(VALUE, path, shown, real)

    def bares(self, shown: Bare, real: Bare, path: str) -> Node:
        """Two texts without quotes."""
        if shown.text == real.text:
            return shown
        if kind := likeness.alike(shown.text, real.text):
            return self.let(kind, path, shown)
        return self.differ(VALUE, path, shown, real)

    def angles(self, shown: Angle, real: Angle, path: str) -> Node:
        """Two displays of objects."""
        if shown.text == real.text:
            return shown
        match angles.compare(shown.text, real.text):
            case angles.Same(hole=hole):
                return self.let(hole, path, shown)
            case angles.Changed(corrected=corrected, form=form):
                return self.differ(FORM, path, shown, real, corrected=Angle(text=corrected), unsure="", form=form)
            case angles.Other():
                return self.differ(
                    VALUE, path, shown, real, unsure=self.situation.unsure or "another object may be meant"
                )

    def calls(self, shown: Call, real: Call, path: str) -> Node:
        """Two displays of the form name(args)."""
        name = shown.name
        if shown.name != real.name:
            if not likeness.same_name(shown.name, real.name):
                return self.differ(VALUE, path, shown, real)
            self.let("prefix of a name", path, Bare(text=shown.name))
        args = self.rows(shown.args, real.args, path, shown, real)
        if args is None:
            return real
        left, right = dict(shown.named), dict(real.named)
        if left.keys() != right.keys():
            return self.differ(VALUE, path, shown, real)
        named = tuple((key, self.unify(left[key], right[key], f"{path}.{key}", name=key)) for key in left)
        return replace(shown, name=name, args=args, named=named)

    def rows(
        self, shown: Sequence[Node], real: Sequence[Node], path: str, whole: Node, other: Node, *, name: str = ""
    ) -> tuple[Node, ...] | None:
        """Parts in their order; None, with a difference noted, when there are more or fewer."""
        gaps = [index for index, node in enumerate(shown) if isinstance(node, Dots)]
        if not gaps:
            if len(shown) != len(real):
                counts = f"shows {likeness.count(len(shown))}, but there {'is' if len(real) == 1 else 'are'} {len(real)}"
                self.differ(VALUE, path, whole, other, what=counts)
                return None
            return tuple(
                self.unify(a, b, f"{path}[{i}]", name=name) for i, (a, b) in enumerate(zip(shown, real, strict=True))
            )
        head, tail = gaps[0], len(shown) - gaps[-1] - 1
        if head + tail > len(real):
            self.differ(VALUE, path, whole, other, what=f"shows more than the {len(real)} that there are")
            return None
        self.let("ellipsis", path, shown[head])
        first = [
            self.unify(a, b, f"{path}[{i}]", name=name)
            for i, (a, b) in enumerate(zip(shown[:head], real, strict=False))
        ]
        last = [
            self.unify(a, b, f"{path}[-{tail - i}]", name=name)
            for i, (a, b) in enumerate(zip(shown[len(shown) - tail :], real[len(real) - tail :], strict=True))
        ]
        return (*first, *shown[head : len(shown) - tail], *last)

    def lists(self, shown: Items, real: Items, path: str, *, reply: bool, name: str) -> Node:
        """Two lists, tuples or sets."""
        if shown.kind != real.kind:
            return self.containers(shown, real, path, reply=reply, name=name)
        if reply:
            return self.records(shown, real, path, name)
        if volatile.named(name) or likeness.telling(self.situation, path):
            return self.samples(shown, real, path, f"named {name or self.situation.telling}")
        left, right = shown.items, real.items
        if shown.kind == "set":
            left, right = tuple(sorted(left, key=show)), tuple(sorted(right, key=show))
        parts = self.rows(left, right, path, shown, real)
        if parts is None:
            return real
        if shown.kind == "set":
            by_node = dict(zip(map(id, left), parts, strict=False))
            parts = tuple(by_node.get(id(item), item) for item in shown.items)
        return replace(shown, items=parts)

    def containers(self, shown: Items, real: Items, path: str, *, reply: bool, name: str) -> Node:
        """A list where a tuple is, and the like: their parts are compared all the same."""
        if all(isinstance(item, Dots) for item in shown.items):
            return self.let("ellipsis", path, shown)
        rest = Unifier(self.situation)
        inner = rest.unify(replace(shown, kind=real.kind), real, path, reply=reply, name=name)
        self.holes += rest.holes
        what = f"shows a {shown.kind}, but it is a {real.kind}"
        self.differ(SHAPE, path, shown, real, corrected=inner, what=what, unsure="" if reply else None)
        self.differences += [item for item in rest.differences if item.unsure]
        return inner

    def records(self, shown: Items, real: Items, path: str, name: str) -> Node:
        """A worker's list of tasks, queues, ids: how many there are and which ones is its own affair, not their form."""
        return self.samples(shown, real, path, "the worker's own")

    def samples(self, shown: Items, real: Items, path: str, kind: str) -> Node:
        """Lists of which only the form of the items is compared, each against the real one that is most like it."""
        if not real.items:
            return self.let(f"{kind}: none there", path, shown)
        if not shown.items:
            return self.let(kind, path, shown)
        self.let(f"{kind}: count and choice", path, shown)
        parts = tuple(self.nearest(item, real.items, f"{path}[{i}]", reply=True) for i, item in enumerate(shown.items))
        return replace(shown, items=parts)

    def nearest(self, shown: Node, real: Sequence[Node], path: str, *, reply: bool) -> Node:
        """Unify with the one of the real nodes that differs least."""
        if isinstance(shown, Dots):
            return shown
        tries = []
        for node in real[:20]:
            attempt = Unifier(self.situation)
            tries.append((attempt.unify(shown, node, path, reply=reply), attempt))
        corrected, best = min(tries, key=lambda item: (len(item[1].differences), len(item[1].holes)))
        self.differences += best.differences
        self.holes += best.holes
        return corrected

    def tables(self, shown: Table, real: Table, path: str, *, reply: bool) -> Node:
        """Two dicts, whatever the order of their keys."""
        open_ended = any(isinstance(key, Dots) for key, _ in shown.pairs)
        left = [(key, value) for key, value in shown.pairs if not isinstance(key, Dots)]
        pairs: dict[int, tuple[Node, Node]] = {}
        taken: set[int] = set()
        lost: list[tuple[Node, Node]] = []
        for key, value in left:
            index = likeness.find(key, [k for k, _ in real.pairs], taken)
            if index is None:
                lost.append((key, value))
                continue
            taken.add(index)
            other, inner = real.pairs[index]
            name = str(key.value) if isinstance(key, Scalar) else ""
            own = self.unify(key, other, f"{path}{{{show(key)}}}") if isinstance(key, Scalar) and key.old else key
            pairs[id(key)] = (own, self.unify(value, inner, f"{path}[{show(key)}]", reply=reply, name=name))
        rest = [pair for index, pair in enumerate(real.pairs) if index not in taken]
        kept = self.lost_keys(lost, shown, real, path, rest, len(left), reply=reply)
        if rest and not open_ended and not (lost and len(pairs) == 0):
            self.more_keys(shown, real, path, rest, reply=reply)
        corrected = tuple(
            pairs.get(id(key), (key, value))
            for key, value in shown.pairs
            if isinstance(key, Dots) or id(key) in pairs or id(key) in kept
        )
        if lost and not kept and not pairs:
            return real
        return replace(shown, pairs=corrected)

    def lost_keys(
        self,
        lost: Sequence[tuple[Node, Node]],
        shown: Table,
        real: Table,
        path: str,
        rest: Sequence[tuple[Node, Node]],
        count: int,
        *,
        reply: bool,
    ) -> set[int]:
        """Judge shown keys that are not there; those that may stay."""
        kept: set[int] = set()
        for key, value in lost:
            if likeness.own_name(key):
                self.let("the reader's own", f"{path}[{show(key)}]", key)
                kept.add(id(key))
                if rest:
                    self.nearest(value, [node for _, node in rest], f"{path}[{show(key)}]", reply=reply)
                continue
            unsure: str | None = None
            if reply:
                same_record = count - len(lost) >= 2 and count - len(lost) >= len(lost)
                unsure = "" if same_record else "a worker's reply may have other keys"
            elif likeness.telling(self.situation, path):
                unsure = f"{self.situation.telling} tells of a state"
            without = f"shows the key {show(key)}, which is not there"
            remaining = replace(shown, pairs=tuple(pair for pair in shown.pairs if pair[0] is not key))
            corrected = real if count == len(lost) else remaining
            self.differ(VALUE, path, shown, real, corrected=corrected, what=without, unsure=unsure)
        return kept

    def more_keys(
        self, shown: Table, real: Table, path: str, rest: Sequence[tuple[Node, Node]], *, reply: bool
    ) -> None:
        """Judge keys that are there and not shown."""
        if reply or all(likeness.own_name(key) for key, _ in rest) or likeness.telling(self.situation, path):
            self.let(f"{likeness.count(len(rest))} left out", path, shown)
            return
        names = ", ".join(show(key) for key, _ in rest[:4])
        self.differ(
            VALUE,
            path,
            shown,
            real,
            corrected=replace(shown, pairs=(*shown.pairs, *rest)),
            what=f"does not show {names}",
            unsure=self.situation.unsure or "the page may leave keys out",
        )

    def replies(self, shown: Node, real: Node, path: str, nodes: Sequence[tuple[Node, Node]]) -> Node:
        """What workers replied: one answer for each, by name, in a list or a dict."""
        claimed = likeness.reply(shown)
        if not claimed:
            return self.not_a_reply(shown, real, path)
        pairs = []
        for key, value in claimed:
            if isinstance(key, Scalar) and key.old:
                self.scalars(key, replace(key, old=False), f"{path}[{show(key)}]", reply=True, name="")
            here = f"{path}[{show(key)}]"
            self.let("node", here, key)
            own = replace(key, old=False) if isinstance(key, Scalar) else key
            pairs.append((own, self.nearest(value, [node for _, node in nodes], here, reply=True)))
        listed = isinstance(real, Items)
        corrected: Node = (
            Items(kind="list", items=tuple(Table(pairs=(pair,)) for pair in pairs))
            if listed
            else Table(pairs=tuple(pairs))
        )
        if listed == isinstance(shown, Items):
            return replace(corrected, start=shown.start, end=shown.end)
        what = "shows a list of dicts, but it is a dict" if not listed else "shows a dict, but it is a list of dicts"
        return self.differ(SHAPE, path, shown, real, corrected=corrected, what=what, unsure="")

    def not_a_reply(self, shown: Node, real: Node, path: str) -> Node:
        if isinstance(shown, Items) and all(isinstance(item, Dots) for item in shown.items):
            return self.let("ellipsis", path, shown)
        return self.differ(
            SHAPE, path, shown, real, unsure=self.situation.unsure or "it is no reply of workers as shown"
        )

    def kinds(self, shown: Node, real: Node, path: str, *, reply: bool, name: str) -> Node:
        """Nodes of different kinds."""
        if isinstance(shown, Bare) and isinstance(real, Scalar) and likeness.text(real):
            if shown.text == real.value:
                return self.let("quotes", path, shown)
            if kind := likeness.alike(shown.text, str(real.value)):
                return self.let(kind, path, shown)
            return self.differ(VALUE, path, shown, real)
        if isinstance(shown, (Items, Table)) and likeness.only_dots(shown):
            return self.let("ellipsis", path, shown)
        if isinstance(real, Scalar) and real.value is None and reply:
            return self.let("the worker's own", path, shown)
        if isinstance(shown, Scalar) and shown.value is None and reply:
            return self.let("the worker's own", path, shown)
        if isinstance(real, Call) and not real.named and len(real.args) == 1 and not isinstance(shown, (Scalar, Bare)):
            return self.wrapped(shown, real, path)
        if reply:
            what = f"shows {likeness.kind(shown)}, but it is {likeness.kind(real)}"
            empty = likeness.empty(real) or likeness.empty(shown)
            unsure = "the worker may have had nothing to tell" if empty and not likeness.both_containers(shown, real) else ""
            return self.differ(SHAPE, path, shown, real, what=what, unsure=unsure)
        if isinstance(shown, Angle) and isinstance(real, Call) and self.situation.unsure == "":
            return self.differ(VALUE, path, shown, real, unsure="another object may be meant")
        if likeness.telling(self.situation, path) or volatile.named(name):
            return self.differ(SHAPE, path, shown, real, unsure=f"{name or self.situation.telling} tells of a state")
        rule = SHAPE if likeness.both_containers(shown, real) or isinstance(shown, Angle) else VALUE
        return self.differ(rule, path, shown, real)

    def wrapped(self, shown: Node, real: Call, path: str) -> Node:
        """group((a, b)) where (a, b) is shown."""
        rest = Unifier(self.situation)
        inner = rest.unify(shown, real.args[0], path)
        if any(True for item in rest.differences):
            return self.differ(SHAPE, path, shown, real, unsure=self.situation.unsure or "another object may be meant")
        self.holes += rest.holes
        what = f"shows {likeness.brief(shown)} without {real.name}(…) around it"
        return self.differ(
            FORM, path, shown, real, corrected=replace(real, args=(inner,)), what=what, form=f"{real.name}(…)"
        )


