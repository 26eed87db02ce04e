"""What comparing two trees finds: differences, certain or not, and what was let through."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from harness.checks._shown.display import show
from harness.checks._shown.handlers import Handler
from harness.checks._shown.nodes import Node
from harness.checks._shown.steady import steady

#: Rules, the most telling first.
VALUE, SHAPE, FORM = "wrong-output", "wrong-output-shape", "outdated-repr"
#: How the kind of a hole ends where a list or dict had nothing in it.
NONE_THERE = ", none there"


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
    anyway: bool  # certain whatever the values are that the step starts from
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
    set: bool = False  # it is a setting, which may be of one kind or another
    likewise: bool = False  # the page shows something like it, perhaps without all keys
    handler: Handler | None = None  # of the remote control command that was sent
    said: str = ""  # what a worker replies to it, "" when that cannot be told


@dataclass(slots=True)
class Ledger:
    """What is found on the way through both trees."""

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
        """Note a difference; what should stand there.

        Where the values themselves are not certain, that is what does stand there.
        """
        corrected = steady(real) if corrected is None else corrected
        anyway = unsure == ""
        unsure = self.situation.unsure if unsure is None else unsure
        self.differences.append(
            Difference(
                rule=rule,
                path=path,
                shown=shown,
                real=real,
                corrected=corrected,
                what=what,
                unsure=unsure,
                anyway=anyway,
                form=form,
            )
        )
        return shown if unsure and unsure == self.situation.unsure else corrected

    def settled(self, shown: Node, real: Node) -> Node:
        """The real node, where differences of values are certain; else the shown one."""
        return shown if self.situation.unsure else steady(real)

    def fork(self) -> Self:
        """An empty ledger of the same situation, for a try."""
        return replace(self, differences=[], holes=[])

    def unify(self, shown: Node, real: Node, path: str = "", *, reply: bool = False, name: str = "") -> Node:
        """What should stand in `shown`'s place.

        `reply` says that both are part of what workers replied; `name` is the key under which they stand.
        """
        raise NotImplementedError
