"""What the docs say of events: that they exist, and which fields they have, in lists and in shown messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks import _found, _history, _misnamed, _nearest, _prose, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place, Sample

name = "events"

rules: Mapping[str, str] = {
    "unknown-event": "an event that this release does not send",
    "unknown-event-field": "a field that an event does not have",
}

level: CheckName = "keys"
sees = frozenset({"event", "field", "literal", "sample"})

#: Fields that every event has, by which it is sent and told apart.
STANDARD = frozenset({"type", "uuid", "hostname", "timestamp", "clock", "utcoffset", "pid", "local_received"})
#: An event's name as a sentence writes it.
NAMED = re.compile(r"(?P<quote>[\x27\x22]?)(?P<name>(?:task|worker)-[a-z-]+)(?P=quote)")
TYPE = re.compile(r"([\x27\x22])type\1\s*:\s*([\x27\x22])(?P<type>(?:task|worker)-[a-z-]+)\2")
KEY = re.compile(r"([\x27\x22])(?P<key>\w+)\1\s*:")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    """An event as the docs have it."""

    type: str
    fields: Sequence[tuple[str, Place]]


def find(case: Case) -> Iterable[Finding]:
    """Findings about a directive, a field of a list, or the events that a sample shows."""
    if _history.told(case):
        return
    claim = case.claim
    if claim is not None and claim.kind == "event":
        yield from _unknown_event(case, claim.subject)
    elif claim is not None and claim.kind == "literal":
        if (named := NAMED.fullmatch(claim.text)) and not _history.told_in_prose(_prose.sentence(case, claim)):
            yield from _unknown_event(case, named["name"])
    elif claim is not None and claim.kind == "field":
        place = _found.place(case, claim, claim.text)
        yield from (each for each in _fields(case, _listed(case)) if each.place == place)
    elif case.sample is not None:
        for event in _shown(case, case.sample):
            yield from _fields(case, event)


def covers(case: Case) -> bool:
    """Whether the release tells enough of the event."""
    claim, sample = case.claim, case.sample
    if _history.told(case):
        return False
    if claim is not None and claim.kind == "event":
        return bool(case.facts.get("events")) and (claim.subject in _types(case) or bool(list(find(case))))
    if claim is not None and claim.kind == "literal":
        named = NAMED.fullmatch(claim.text)
        return named is not None and named["name"] in _types(case)
    if claim is not None and claim.kind == "field":
        return claim.subject in _known(case, claim.fields["event"]) or bool(list(find(case)))
    return sample is not None and any(True for _ in _shown(case, sample))


def _types(case: Case) -> frozenset[str]:
    return frozenset(case.facts.get("events", ())) | frozenset(case.recorded.events)


def _unknown_event(case: Case, event: str) -> Iterator[Finding]:
    claim = case.claim
    near = None if claim is None or event in _types(case) else _nearest.nearest(event, _types(case))
    if claim is not None and near is not None:
        yield _found.finding(
            case,
            _found.place(case, claim, event, column=claim.column + claim.text.index(event)),
            rule="unknown-event",
            subject=f"event:{event}",
            severity="wrong-value",
            observed=f"there is no event {event}",
            message=f"there is no event {event}{_found.meant(near)}",
            suggestion=near,
        )


def _sites(case: Case, event: str) -> list[frozenset[str]]:
    """Fields that each place of the source gives the event."""
    return [frozenset(site["fields"]) for site in case.facts.get("events", {}).get(event, ())]


def _known(case: Case, event: str) -> frozenset[str]:
    return STANDARD.union(*_sites(case, event), *_seen(case, event))


def _seen(case: Case, event: str) -> list[frozenset[str]]:
    """Fields of such events that were seen; a worker tells of itself in the same way with every event."""
    events = case.recorded.events
    return [fields for each, fields in events.items() if each == event or (each + event).count("worker-") == 2]


def _fields(case: Case, event: _Event) -> Iterator[Finding]:
    """Fields that the event does not have."""
    known = _known(case, event.type)
    unknown = [(field, place) for field, place in event.fields if field not in known]
    for field, place in unknown:
        near = (
            _nearest.nearest(field, known)
            or _left_out(case, event, len(unknown))
            or _misnamed.slip_of(field, known - {each for each, _ in event.fields})
        )
        # Where no event of the type was seen, a field may be there that the source gives in another way.
        proven = case.recorded.complete and bool(_seen(case, event.type))
        if event.type not in _types(case) or (near is None and not proven):
            continue
        yield _found.finding(
            case,
            place,
            rule="unknown-event-field",
            subject=f"event-field:{event.type}:{field}",
            severity="wrong-value",
            claim=f"{event.type} has a field {field}",
            observed=f"{event.type} has {', '.join(sorted(known))}",
            message=f"{event.type} has no field {field}{_found.meant(near)}",
            suggestion=near,
        )


def _left_out(case: Case, event: _Event, unknown: int) -> str | None:
    """The one field that every place of the source gives the event and the docs leave out, for the one unknown."""
    sites = _sites(case, event.type)
    always = frozenset.intersection(*sites) if sites else frozenset()
    missing = always - {field for field, _ in event.fields}
    return next(iter(missing)) if unknown == 1 and len(missing) == 1 and len(always) > 1 else None


def _listed(case: Case) -> _Event:
    """The event in whose list of fields the claim stands."""
    claim = case.claim
    assert claim is not None
    event = claim.fields["event"]
    beside = [each for each in case.page.claims if each.kind == "field" and each.fields["event"] == event] or [claim]
    return _Event(type=event, fields=[(each.subject, _found.place(case, each, each.text)) for each in beside])


def _shown(case: Case, sample: Sample) -> Iterator[_Event]:
    """Events that a sample shows as mappings, whole or with a mistake in their syntax."""
    for match in TYPE.finditer(sample.code):
        if match["type"] not in _types(case):
            continue
        fields = [
            (key["key"], _source.place(case, sample, _spot(sample.code, key.start("key")), key["key"]))
            for key in KEY.finditer(sample.code, *_around(sample.code, match.start()))
            if _depth(sample.code, match.start(), key.start()) == 0
        ]
        yield _Event(type=match["type"], fields=fields)


def _around(code: str, at: int) -> tuple[int, int]:
    """Where the mapping around a place begins and ends: its brackets, or the end of the text."""
    depth, start, end = 0, at, at
    while start > 0 and depth <= 0:
        start -= 1
        depth += (code[start] in "([{") - (code[start] in ")]}")
    depth = 0
    while end < len(code) and depth >= 0:
        depth += (code[end] in "([{") - (code[end] in ")]}")
        end += 1
    return start, end


def _depth(code: str, first: int, second: int) -> int:
    """How many brackets are open between two places, either way."""
    between = code[min(first, second) : max(first, second)]
    return sum((char in "([{") - (char in ")]}") for char in between)


def _spot(code: str, index: int) -> _source.Spot:
    before = code[:index]
    return _source.Spot(line=before.count("\n"), column=index - (before.rfind("\n") + 1))
