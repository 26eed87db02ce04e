"""Shown against real, part by part.

Certain is only what a reader could not get, wherever and whenever the same is typed.  What a clock, a machine, the
reader's own program or the history of a worker decides is a *hole*: it is let through, and told.  What is neither is a
difference that is not certain, with the reason why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from harness.checks._shown import angles, likeness, replies, rows, tables, volatile
from harness.checks._shown.display import show
from harness.checks._shown.ledger import FORM, SHAPE, VALUE, Ledger
from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table
from harness.checks._shown.values import Unreadable, read

OTHER_OBJECT = "another object may be meant"


@dataclass(slots=True)
class Unifier(Ledger):
    """A ledger that knows every kind of node."""

    def unify(self, shown: Node, real: Node, path: str = "", *, reply: bool = False, name: str = "") -> Node:
        """What should stand in `shown`'s place; see `Ledger.unify`."""
        if isinstance(shown, Dots):
            return self.let("ellipsis", path, shown)
        if isinstance(real, Dots):
            return self.let("left out by Celery", path, shown)
        if not reply and (answers := likeness.answers(real)):
            return replies.unify(self, shown, real, path, answers)
        if not reply and likeness.answers(shown) and likeness.empty(real):
            return replies.unanswered(self, shown, real, path)
        match shown, real:
            case Table(odd=True), _:
                what = "shows a dict with arguments (name=value) in it, which Python never displays"
                return self.differ(FORM, path, shown, real, what=what, form="{…: …, …=…}")
            case Scalar(), Scalar():
                return self._scalars(shown, real, path, reply=reply, name=name)
            case Bare(), Bare():
                return self._bares(shown, real, path)
            case Items(), Items():
                return rows.unify(self, shown, real, path, reply=reply, name=name)
            case Table(), Table():
                return tables.unify(self, shown, real, path, reply=reply)
            case Call(), Call():
                return self._calls(shown, real, path)
            case Pipe(), Pipe():
                parts = rows.in_order(self, shown.parts, real.parts, path, shown, real)
                return self.settled(shown, real) if parts is None else replace(shown, parts=parts)
            case Marked(), Marked() if shown.mark == real.mark:
                return replace(shown, inner=self.unify(shown.inner, real.inner, path))
            case Angle(), Angle():
                return self._angles(shown, real, path)
        return self._kinds(shown, real, path, reply=reply, name=name)

    def _scalars(self, shown: Scalar, real: Scalar, path: str, *, reply: bool, name: str) -> Node:
        if shown.old and not real.old:
            corrected = replace(shown, old=False)
            what = f"shows {likeness.old(shown)}, as only Python 2 does"
            self.differ(FORM, path, shown, real, corrected=corrected, what=what, unsure="")
            return self._scalars(corrected, real, path, reply=reply, name=name)
        if likeness.equal(shown.value, real.value):
            return shown
        texts = likeness.is_text(shown) and likeness.is_text(real)
        if texts and (kind := likeness.alike(likeness.text_of(shown), likeness.text_of(real))):
            return self.let(kind, path, shown)
        if volatile.named(name) and (shown.value is None) == (real.value is None):
            return self.let(f"named {name}", path, shown)
        if self.situation.telling and not reply and not self._other_sort(shown, real):
            return self.let(f"named {self.situation.telling}", path, shown)
        if texts:
            return self._texts(shown, real, path, reply=reply, name=name)
        if reply and (likeness.sort(shown) == likeness.sort(real) or None in (shown.value, real.value)):
            return self.let("the worker's own", path, shown)
        if likeness.sort(shown) != likeness.sort(real):
            what = f"shows {likeness.kind(shown)}, but it is {likeness.kind(real)}"
            # Which state it is, nobody claims.
            own = shown if self.situation.telling and not reply else None
            return self.differ(SHAPE, path, shown, real, corrected=own, what=what, unsure="" if reply else None)
        if isinstance(shown.value, float) or isinstance(real.value, float):
            return self.let("float", path, shown)
        return self.differ(VALUE, path, shown, real)

    def _other_sort(self, shown: Scalar, real: Scalar) -> bool:
        """Whether a state is shown as what it never is: a text for a number.  Settings may be either, or None."""
        either = self.situation.set or None in (shown.value, real.value)
        return not either and likeness.sort(shown) != likeness.sort(real)

    def _texts(self, shown: Scalar, real: Scalar, path: str, *, reply: bool, name: str) -> Node:
        left, right = likeness.text_of(shown), likeness.text_of(real)
        if self._calls_alike(left, right):
            return self.let("prefix of a name", path, shown)
        if not reply:
            return self.differ(VALUE, path, shown, real)
        if name not in ("", "ok", "error"):
            return self.let("the reader's own", path, shown)
        handler = self.situation.handler
        never = handler is not None and handler.closed and name != "error" and handler.find(left) is None
        same = likeness.wording(left) == likeness.wording(right)
        unsure = "" if same or never else "a worker may have more to say than this"
        return self.differ(VALUE, path, shown, real, unsure=unsure)

    def _calls_alike(self, shown: str, real: str) -> bool:
        """Whether two texts are displays of calls that differ in nothing but what may be let through."""
        try:
            left, right = read(shown), read(real)
        except Unreadable:
            return False
        if not isinstance(left, (Call, Pipe)) or not isinstance(right, (Call, Pipe)):
            return False
        attempt = self.fork()
        attempt.unify(left, right)
        return not attempt.differences

    def _bares(self, shown: Bare, real: Bare, path: str) -> Node:
        if shown.text == real.text:
            return shown
        if kind := likeness.alike(shown.text, real.text):
            return self.let(kind, path, shown)
        return self.differ(VALUE, path, shown, real)

    def _angles(self, shown: Angle, real: Angle, path: str) -> Node:
        if shown.text == real.text:
            return shown
        match angles.compare(shown.text, real.text):
            case angles.Same(hole=hole):
                return self.let(hole, path, shown)
            case angles.Changed(corrected=corrected, form=form):
                own = Angle(text=corrected)
                return self.differ(FORM, path, shown, real, corrected=own, unsure="", form=form)
        return self.differ(VALUE, path, shown, real, unsure=OTHER_OBJECT)

    def _calls(self, shown: Call, real: Call, path: str) -> Node:
        if shown.name != real.name:
            if not likeness.same_name(shown.name, real.name):
                return self.differ(VALUE, path, shown, real)
            self.let("prefix of a name", path, Bare(text=shown.name))
            if "." not in real.name:  # what displays it has left the prefix out, wherever the reader has the task
                shown = replace(shown, name=real.name)
        args = rows.in_order(self, shown.args, real.args, path, shown, real)
        if args is None:
            return self.settled(shown, real)
        left, right = dict(shown.named), dict(real.named)
        if left.keys() != right.keys():
            return self.differ(VALUE, path, shown, real)
        named = tuple((key, self.unify(left[key], right[key], f"{path}.{key}", name=key)) for key in left)
        return replace(shown, args=args, named=named)

    def _kinds(self, shown: Node, real: Node, path: str, *, reply: bool, name: str) -> Node:
        """Nodes of different kinds."""
        if hole := likeness.across(shown, real, reply=reply):
            return self.let(hole, path, shown)
        if (
            isinstance(shown, Items)
            and shown.kind == "tuple"
            and isinstance(real, Call)
            and real.named
            and not real.args
        ):
            return self._named_tuple(shown, real, path)
        if isinstance(real, Call) and len(real.args) == 1 and not real.named and not isinstance(shown, (Scalar, Bare)):
            return self._wrapped(shown, real, path)
        if isinstance(shown, Bare) and isinstance(real, Angle) and _names(shown.text, real.text):
            return self.let("a function by its name", path, shown)
        if isinstance(shown, Scalar) and isinstance(real, Angle) and _is_member(real.text, show(shown)):
            what = f"shows {show(shown)}, but a member of an enumeration is displayed as {show(real)}"
            return self.differ(FORM, path, shown, real, what=what, form="<….…: …>")
        if isinstance(shown, (Bare, Angle)) and isinstance(real, (Angle, Call)):
            return self.differ(VALUE, path, shown, real, unsure=self.situation.unsure or OTHER_OBJECT)
        what = f"shows {likeness.kind(shown)}, but it is {likeness.kind(real)}"
        if likeness.kind(shown) == likeness.kind(real) or isinstance(shown, likeness.DISPLAYS):
            what = ""
        containers = likeness.containers(shown, real)
        if reply:
            inner = _unquoted(shown, real)
            empty = likeness.empty(shown) or likeness.empty(real)
            unsure = "the worker may have had nothing to tell" if empty and not containers and inner is real else ""
            return self.differ(SHAPE, path, shown, real, corrected=inner, what=what, unsure=unsure)
        if self.situation.telling or volatile.named(name):
            # A state may be another one, or none yet: it is never a list of them.
            never = not name and not self.situation.set and likeness.one_and_many(shown, real)
            why = None if never else f"{name or self.situation.telling} tells of a state"
            own = likeness.only_item(shown, real) if never else None
            return self.differ(SHAPE, path, shown, real, corrected=own, what=what, unsure=why)
        rule = SHAPE if containers or isinstance(shown, Angle) else VALUE
        return self.differ(rule, path, shown, real, what=what if rule == SHAPE else "")

    def _named_tuple(self, shown: Items, real: Call, path: str) -> Node:
        """(a, b) where name(x=a, y=b) is displayed: a tuple whose parts have names equals one whose parts have none."""
        parts = rows.in_order(self, shown.items, [value for _, value in real.named], path, shown, real)
        if parts is None:
            return self.settled(shown, real)
        self.let("names of a tuple's parts", path, shown)
        return replace(shown, items=parts)

    def _wrapped(self, shown: Node, real: Call, path: str) -> Node:
        """group((a, b)) where (a, b) is shown."""
        attempt = self.fork()
        inner = attempt.unify(shown, real.args[0], path)
        if attempt.differences:
            return self.differ(SHAPE, path, shown, real, unsure=self.situation.unsure or OTHER_OBJECT)
        self.holes += attempt.holes
        around = f"{real.name}(…)"
        what = f"shows {likeness.brief(show(shown))} without {around} around it"
        return self.differ(FORM, path, shown, real, corrected=replace(real, args=(inner,)), what=what, form=around)


def _names(name: str, text: str) -> bool:
    """Whether the display is that of a function, or a class, of the name."""
    match = re.fullmatch(r"(?:function|class) '?(?:[\w.<>]*\.)?(\w+)'?(?: at 0x\w+)?", " ".join(text.split()))
    return match is not None and match[1] == name.rpartition(".")[2]


def _is_member(text: str, value: str) -> bool:
    """Whether the display is that of an enumeration's member of the value: <Signals.SIGINT: 2>."""
    match = re.fullmatch(r"\w+\.\w+: (.+)", text)
    return match is not None and match[1] == value


def _unquoted(shown: Node, real: Node) -> Node:
    """What should stand where a string shows a list: the page's own items, in the real container."""
    if isinstance(shown, Scalar) and isinstance(shown.value, str) and isinstance(real, (Items, Table)):
        try:
            inner = read(shown.value)
        except Unreadable:
            return real
        if isinstance(inner, Items) and isinstance(real, Items):
            return replace(inner, kind=real.kind)
        if isinstance(inner, Table) and isinstance(real, Table):
            return inner
    return real
