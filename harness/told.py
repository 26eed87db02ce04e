"""Whether the docs of a release tell what is new in it, and whether they still tell what is not so any more."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness import difference, undocumented
from harness.checks import _defaults, _history
from harness.compare import places, sweep
from harness.difference import Change, Facts
from harness.model import Claim, Docs, Page, Place

#: told: as it is now; mentioned: named, without an entry of its own; untold: nowhere; outdated: still as it was;
#: unclear: told in words that nobody but a reader can compare; quiet: nothing is told that could be wrong.
Telling = Literal["told", "mentioned", "untold", "outdated", "unclear", "quiet"]
#: Where claims about what a signal or an event carries keep its name.
CARRIERS = {"signal-argument": ("argument", "signal"), "event-field": ("field", "event")}
#: Claims that stand for an entry of their own.
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "setting": ("setting", "heading"),
    "signal": ("signal",),
    "event": ("event",),
    "control-command": ("control", "heading"),
}
OPTION = re.compile(r"celery|:option:")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the docs make of a change, and where."""

    change: Change
    telling: Telling
    places: tuple[Place, ...] = ()


class Teller:
    """The docs of the newer release."""

    def __init__(self, docs: Docs, pages: Sequence[Page], facts: Facts) -> None:
        self.docs = docs
        self.pages = pages
        self.facts = facts
        self.sources = places.Sources([docs])
        self.claims = [claim for page in pages for claim in page.claims if not claim.historical]
        self.words = undocumented.words_of(pages)
        self.generated = undocumented.has_generated(docs)
        self.names = _names(facts)

    def told(self, change: Change) -> Told:
        """What the docs make of a change."""
        if change.change == "appeared":
            return Told(change=change, telling=self._appeared(change))
        if change.change == "went":
            found = self._gone(change)
            return Told(change=change, telling="outdated" if found else "quiet", places=found)
        return self._changed(change)

    # -- what is new ------------------------------------------------------------------------------

    def _appeared(self, change: Change) -> Telling:
        kind, name = change.kind, change.name
        if kind in ENTRIES:
            own = any(claim.kind in ENTRIES[kind] and claim.subject == name for claim in self.claims)
            return "told" if own else "mentioned" if name in self.words else "untold"
        if kind in CARRIERS:
            return "told" if self._carried(change) else "untold" if self._entry(change) else "quiet"
        if kind in ("option", "option-choice"):
            flag = name.rpartition(" ")[2]
            return "told" if self.generated else "mentioned" if flag in self.words else "untold"
        if kind == "parameter":
            listed = self._parameters(name)
            if any(claim.subject.lstrip("*") == change.part for claim in listed):
                return "told"
            # A signature that is shown as it is tells its parameters; a list without one of them does not.
            return "untold" if listed else "mentioned"
        if kind == "control-argument":
            return "mentioned" if change.part in self.words else "untold"
        return "mentioned"  # a callable: the reference is made of the code

    def _carried(self, change: Change) -> list[Claim]:
        kind, owner = CARRIERS[change.kind]
        return [
            claim
            for claim in self.claims
            if claim.kind == kind and claim.subject == change.part and claim.fields.get(owner) == change.name
        ]

    def _entry(self, change: Change) -> bool:
        """Whether the docs say at all what a signal or an event carries."""
        kind, owner = CARRIERS[change.kind]
        return any(claim.kind == kind and claim.fields.get(owner) == change.name for claim in self.claims)

    def _parameters(self, name: str) -> list[Claim]:
        """Entries of the parameter list in the docstring of a callable."""
        return [claim for claim in self.claims if claim.kind == "parameter" and claim.scope == name]

    # -- what is gone -----------------------------------------------------------------------------

    def _gone(self, change: Change) -> tuple[Place, ...]:
        if change.part:
            return tuple(self._place(claim) for claim in self._gone_part(change))
        if change.kind == "option":
            return self._gone_option(change.name)
        own = [
            self._place(claim)
            for claim in self._present()
            if claim.subject == change.name and claim.kind in ENTRIES.get(change.kind, ()) and claim.kind != "heading"
        ]
        named = [place for token in self._tokens(change) for place in self._mentions(token)]
        return places.merged([*own, *named])

    def _gone_part(self, change: Change) -> list[Claim]:
        if change.kind in CARRIERS:
            return self._carried(change)
        if change.kind == "parameter":
            # Another parameter may take what is not named any more.
            return [
                claim
                for claim in self._parameters(change.name)
                if claim.subject == change.part and not _takes_any(self.facts, change.name)
            ]
        return []

    def _gone_option(self, name: str) -> tuple[Place, ...]:
        flag = name.rpartition(" ")[2]
        multi = {each for option in self.facts.get("multi", {}).get("options", ()) for each in option["names"]}
        known = {each.rpartition(" ")[2] for each, _ in difference.flags(self.facts.get("commands"))} | multi
        if flag in known or not flag.startswith("--"):
            return ()
        return tuple(place for place in self._mentions(flag) if OPTION.search(self.sources.line(place)))

    def _tokens(self, change: Change) -> Iterator[str]:
        """Names by which docs would speak of something that is gone, and of nothing else."""
        last = change.name.rpartition(".")[2]
        for token in (change.name, ".".join(change.name.split(".")[-2:]), last):
            if sweep.distinctive(token) and (token != last or last not in self.names):
                yield token

    def _mentions(self, token: str) -> tuple[Place, ...]:
        return places.merged(sweep.places(self.docs.version, token, {self.docs.version: self.pages}, self.sources))

    # -- what is another --------------------------------------------------------------------------

    def _changed(self, change: Change) -> Told:
        if change.kind == "default":
            return self._default(change, lambda claim: claim.kind == "default" and claim.subject == change.name)
        if change.kind == "parameter-default":
            return self._default(
                change,
                lambda claim: (
                    claim.kind == "argument-default" and claim.subject == change.part and claim.scope == change.name
                ),
            )
        if change.kind == "option-default":
            return Told(change=change, telling="told" if self.generated else "quiet")
        return Told(change=change, telling="quiet")

    def _default(self, change: Change, wanted: Callable[[Claim], bool]) -> Told:
        """What the docs tell of a default that is another now."""
        found = [claim for claim in self._present() if wanted(claim)]
        if not found and change.kind == "default":
            entries = tuple(
                self._place(item) for item in self._present() if item.kind == "setting" and item.subject == change.name
            )
            # Its entry may tell the default in words that were not taken for one.
            return Told(change=change, telling="unclear" if entries else "untold", places=entries)
        if not found:
            return Told(change=change, telling="quiet")
        tellings = {claim.key: (_telling(claim, change), self._place(claim)) for claim in found}
        for telling in ("outdated", "unclear"):
            if at := tuple(place for each, place in tellings.values() if each == telling):
                return Told(change=change, telling=telling, places=at)
        return Told(change=change, telling="told", places=tuple(place for _, place in tellings.values()))

    def _present(self) -> Iterable[Claim]:
        """Claims about the release itself."""
        return (claim for claim in self.claims if not _history.any_title(claim.headings))

    def _place(self, claim: Claim) -> Place:
        return Place(
            docs=self.docs.version, file=claim.file, line=claim.line, column=claim.column, end_line=claim.end_line,
            text=claim.text,
        )  # fmt: skip


def _telling(claim: Claim, change: Change) -> Telling:
    """Whether the words of a default agree with the new value, the old one, both or none."""
    said = _defaults.read(claim.fields.get("default") or claim.text)
    old, new = _value(change.old), _value(change.new)
    if said is None or said.form in ("elsewhere", "computed", "another") or new is None:
        return "unclear"
    if _defaults.agrees(said, new.value):
        return "told"
    if old is not None and _defaults.agrees(said, old.value) and _defaults.contradicts(said, new.value):
        return "outdated"
    return "unclear"


def _value(text: str | None) -> _defaults.Told | None:
    return None if text is None else _defaults.value_of(text)


def _takes_any(facts: Facts, name: str) -> bool:
    """Whether a callable takes arguments that it does not name, or nobody knows."""
    owner, _, last = name.rpartition(".")
    member = facts["classes"].get(owner, {"members": {}})["members"].get(last) or facts["functions"].get(name)
    signature = (member or facts["classes"].get(name, {"members": {}})["members"].get("__init__", {})).get("signature")
    return signature is None or any(item[1] == "**" for item in signature)


def _names(facts: Facts) -> Collection[str]:
    """Every name that something of the release has."""
    found: set[str] = {
        *facts.get("assigned", ()),
        *facts.get("settings", {}).get("keys", ()),
        *facts.get("control", {}),
    }
    owners: list[Mapping[str, Any]] = [*facts.get("modules", {}).values(), *facts.get("classes", {}).values()]
    for owner in owners:
        found.update(owner["members"], owner.get("instance", ()))
    for entry in (*facts["functions"].values(), *(item for each in owners for item in each["members"].values())):
        found.update(parameter[0] for parameter in entry.get("signature") or ())
    return found
