"""Known errata: what fails beside a baseline, what must not, and what an update makes of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from harness.baseline import Seen, compare, update
from harness.baseline_file import Baseline, Entry
from harness.model import Erratum
from tests.reports.results import erratum, place

PAGE, OTHER = "docs/a.rst", "docs/b.rst"
DOCS = "5.7.0"


def found(
    *lines: tuple[Any, ...], name: str = "unknown-name-1f0c3a9b", side: str = "static", **changes: Any
) -> Erratum:
    """An erratum at lines given as (number, text) or (number, text, file)."""
    spots = [(number, text, *(rest or [PAGE])) for number, text, *rest in lines]
    spots.sort(key=lambda spot: (spot[2], spot[0]))
    return erratum(
        id=name,
        places=tuple(place(DOCS, number, 1, "wrong", file=file) for number, _, file in spots),
        evidence={"lines": [text for _, text, _ in spots], "source_line": spots[0][1]},
        fails_on=(f"celery57-{side}",),
        **changes,
    )


def entry(*texts: str, name: str = "unknown-name-1f0c3a9b", seen: tuple[str, ...] = ("static",), **files: Any) -> Entry:
    places = {PAGE: texts} if texts else {}
    return Entry(id=name, reason="Waits.", message="", seen=seen, places=places | files.get("places", {}), line=7)


def known(*entries: Entry) -> Baseline:
    return Baseline(path=Path("known.toml"), entries=entries)


def run(*errata: Erratum, sides: tuple[str, ...] = ("static",), files: tuple[str, ...] = ()) -> Seen:
    return Seen(errata=errata, sides=frozenset(sides), files=frozenset(files))


def new_lines(baseline: Baseline, seen: Seen) -> list[tuple[str, int]]:
    return [(spot.file, spot.line) for item in compare(baseline, seen).new for spot in item.places]


def stale(baseline: Baseline, seen: Seen) -> list[str]:
    return [item.id for item in compare(baseline, seen).stale]


A, B, C = "use wrong here", "and wrong there", "wrong again"


@pytest.mark.parametrize(
    ("entries", "errata"),
    [
        pytest.param([entry(A)], [found((3, A))], id="where it was"),
        pytest.param([entry(A)], [found((300, A))], id="moved within the page"),
        pytest.param([entry(A)], [found((3, A, OTHER))], id="moved to another page"),
        pytest.param([entry(A)], [found((3, f"      {A.replace(' ', '   ')}"))], id="indented anew"),
        pytest.param([entry(A)], [found((3, "a sentence around wrong, rewritten"))], id="rewritten around the mistake"),
        pytest.param([entry(A)], [found((3, A), message="told in other words")], id="told in other words"),
        pytest.param([entry(A, A)], [found((3, A), (9, A))], id="the same line twice"),
        pytest.param([entry(A, B)], [found((3, B), (9, A))], id="the other way round"),
        pytest.param([entry(A, B)], [found((3, "wrong rewritten"), (9, A, OTHER))], id="one moved, one rewritten"),
        pytest.param([entry("x" * 200)], [found((3, "x" * 300))], id="a line without end"),
    ],
)  # fmt: skip
def test_what_must_not_fail(entries: list[Entry], errata: list[Erratum]):
    against = compare(known(*entries), run(*errata))
    assert (against.new, against.stale) == ((), ())
    assert [item.reason for item in against.known] == ["Waits."]


@pytest.mark.parametrize(
    ("entries", "errata", "lines"),
    [
        pytest.param([], [found((3, A))], [(PAGE, 3)], id="nothing is known"),
        pytest.param([entry(A)], [found((3, A)), found((5, B), name="x-2")], [(PAGE, 5)], id="another mistake"),
        pytest.param([entry(A)], [found((3, A), (5, B))], [(PAGE, 5)], id="the same mistake on another line"),
        pytest.param([entry(A)], [found((3, B), (5, A))], [(PAGE, 3)], id="on a line above"),
        pytest.param([entry(A)], [found((3, A), (5, A))], [(PAGE, 5)], id="the same line once more"),
        pytest.param([entry(A)], [found((3, A), (5, A, OTHER))], [(OTHER, 5)], id="copied to another page"),
        pytest.param([entry(A)], [found((5, B, OTHER))], [(OTHER, 5)], id="rewritten on another page"),
    ],
)  # fmt: skip
def test_what_fails_and_at_which_lines(entries: list[Entry], errata: list[Erratum], lines: list[tuple[str, int]]):
    assert new_lines(known(*entries), run(*errata)) == lines


def test_a_new_place_is_told_with_its_own_line_and_the_known_ones_stay_known():
    against = compare(known(entry(A, B)), run(found((3, A), (5, C), (7, B))))
    (new,), (old,) = against.new, against.known
    assert (new.places[0].line, new.evidence["source_line"], new.evidence["lines"]) == (5, C, [C])
    assert [spot.line for spot in old.erratum.places] == [3, 7]


def test_older_docs_do_not_count():
    one = found((3, A))
    both = dataclasses.replace(one, places=(*one.places, place("5.6.0", 9, 1, "wrong", file=PAGE)))
    assert compare(known(entry(A)), run(both)).new == ()


@pytest.mark.parametrize(
    ("entries", "seen", "names"),
    [
        pytest.param([entry(A)], run(), ["unknown-name-1f0c3a9b"], id="gone"),
        pytest.param([entry(A, B)], run(found((3, A))), ["unknown-name-1f0c3a9b"], id="gone from one place"),
        pytest.param([entry(A, seen=())], run(), ["unknown-name-1f0c3a9b"], id="by hand: every run may say so"),
        pytest.param([entry(A)], run(files=(PAGE,)), ["unknown-name-1f0c3a9b"], id="its page was looked at"),
        pytest.param([entry(A, seen=("redis", "static"))], run(sides=("redis",)), ["unknown-name-1f0c3a9b"], id="live"),
        pytest.param([entry(A)], run(files=(OTHER,)), [], id="its page was not looked at"),
        pytest.param([entry(A, seen=("redis",))], run(), [], id="only a live run finds it"),
        pytest.param([entry(A, seen=("rabbitmq",))], run(sides=("redis",)), [], id="only another broker shows it"),
        pytest.param([entry(A)], run(sides=("redis",)), [], id="only a static run tells it"),
        pytest.param(
            [entry(A, B, seen=("redis", "static"))], run(found((3, A))), [], id="a static run finds fewer places"
        ),
    ],
)  # fmt: skip
def test_an_entry_is_stale_when_the_run_could_have_found_it(entries: list[Entry], seen: Seen, names: list[str]):
    assert stale(known(*entries), seen) == names


def test_a_stale_entry_says_where():
    (gone,) = compare(known(entry(A)), run()).stale
    assert (gone.file, gone.line) == ("known.toml", 7)
    assert gone.message == f"unknown-name-1f0c3a9b is not found any more: take it out of the baseline ({PAGE}: {A!r})"
    (part,) = compare(known(entry(A, B)), run(found((3, A)))).stale
    assert "at some of its places" in part.message
    assert repr(B) in part.message


# -- update -------------------------------------------------------------------------------------------


def test_what_is_new_comes_in_with_the_reason():
    (made,) = update(known(), run(found((9, B), (3, A), (5, C, OTHER))), "As of today.")
    assert made.reason == "As of today."
    assert made.places == {PAGE: (B, A) if B < A else (A, B), OTHER: (C,)}
    assert made.seen == ("static",)


@pytest.mark.parametrize(
    ("entries", "seen", "reason", "expected"),
    [
        pytest.param([entry(A)], run(), None, [], id="gone"),
        pytest.param([entry(A)], run(found((9, A, OTHER))), None, [{OTHER: (A,)}], id="moved"),
        pytest.param([entry(A)], run(found((9, B))), None, [{PAGE: (B,)}], id="rewritten"),
        pytest.param([entry(A, B)], run(found((9, B))), None, [{PAGE: (B,)}], id="one of two gone"),
        pytest.param([entry(A)], run(found((3, A), (9, B))), None, [{PAGE: (A,)}], id="a new place, nothing added"),
        pytest.param([entry(A)], run(found((3, A), (9, B))), "Yes.", [{PAGE: (B, A)}], id="a new place, added"),
        pytest.param([entry(A)], run(files=(OTHER,)), None, [{PAGE: (A,)}], id="not looked at"),
        pytest.param([entry(A, seen=("redis",))], run(), None, [{PAGE: (A,)}], id="not for this kind of run to say"),
    ],
)  # fmt: skip
def test_what_is_known_is_followed(entries: list[Entry], seen: Seen, reason: str | None, expected: list[Any]):
    made = update(known(*entries), seen, reason)
    assert [item.places for item in made] == expected
    assert [item.reason for item in made] == ["Waits."] * len(expected)


def test_what_another_kind_of_run_has_found_that_one_has_to_miss():
    (left,) = update(known(entry(A, seen=("redis", "static"))), run(), None)
    assert left.seen == ("redis",)
    assert update(known(left), run(sides=("redis",)), None) == []


def test_who_finds_it_is_added():
    (made,) = update(known(entry(A)), run(found((3, A), side="redis"), sides=("redis",)), None)
    assert made.seen == ("redis", "static")


@pytest.mark.parametrize("errata", [[], [found((3, A))], [found((3, A), (9, B)), found((4, C, OTHER), name="x-2")]])
def test_after_an_update_nothing_is_new_or_stale(errata: list[Erratum]):
    for old in ([], [entry(A, C)], [entry(B, name="x-2"), entry(A, seen=("redis", "static"))]):
        made = update(known(*old), run(*errata), "Yes.")
        against = compare(known(*made), run(*errata))
        assert (against.new, against.stale) == ((), ())
