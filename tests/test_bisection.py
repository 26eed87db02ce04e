"""Since which release a text is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harness import bisection
from harness.bisection import Since, Trial, Verdict
from harness.commands.bisect import words

LISTED = ("5.0.5", "5.1.2", "5.2.7", "5.3.6")
FINALS = ("5.0.5", "5.1.0", "5.1.1", "5.1.2", "5.2.0", "5.2.1", "5.2.2", "5.2.3", "5.2.7", "5.3.0", "5.3.6", "5.4.0")


class Releases:
    """Releases on which the text is right, or nobody knows; wrong on all others."""

    def __init__(self, right: str, unknown: str) -> None:
        self.known: dict[str, Verdict] = {}
        for release in right.split():
            self.known[release] = "right"
        for release in unknown.split():
            self.known[release] = "unknown"
        self.tried: list[str] = []

    def __call__(self, versions: Sequence[str]) -> list[Trial]:
        self.tried += versions
        return [Trial(release=each, verdict=self.known.get(each, "wrong"), said="why") for each in versions]


def search(newest: str, right: str = "", unknown: str = "") -> tuple[Since, Releases]:
    run = Releases(right, unknown)
    return bisection.search(newest, LISTED, FINALS, run), run


CASES = [
    ("since a patch release", "5.3.6", "5.0.5 5.1.0 5.1.1 5.1.2 5.2.0 5.2.1", "", "wrong since 5.2.2, right on 5.2.1"),
    ("since the first of a minor", "5.3.6", "5.0.5 5.1.2", "", "wrong since 5.2.0, right on 5.1.2"),
    ("since the release itself", "5.4.0", "5.0.5 5.1.2 5.2.7 5.3.0 5.3.6", "", "wrong since 5.4.0, right on 5.3.6"),
    ("never right", "5.3.6", "", "", "never right: wrong on the oldest tried, 5.0.5 up to 5.3.6"),
    ("right, wrong, right, wrong", "5.3.6", "5.0.5 5.2.7", "", "wrong since 5.3.0, right on 5.2.7"),
    ("right on its own", "5.3.6", "5.3.6", "", "not shown on 5.3.6: the text is right on it"),
    ("not told on its own", "5.3.6", "", "5.3.6", "not shown on 5.3.6: its script did not tell: why"),
    ("a patch release nobody knows", "5.3.6", "5.0.5 5.1.2 5.2.0 5.2.1", "5.2.2",
     "wrong since 5.2.3, right on 5.2.1 (nobody knows on 5.2.2)"),
    ("a minor nobody knows", "5.3.6", "5.0.5", "5.1.2", "wrong since 5.1.0, right on 5.0.5"),
    ("older ones that nobody knows", "5.3.6", "", "5.0.5 5.1.2",
     "never right: wrong on 5.2.7 up to 5.3.6 (nobody knows on 5.0.5, 5.1.2)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("newest", "right", "unknown", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_since(newest: str, right: str, unknown: str, expected: str) -> None:
    assert words(search(newest, right, unknown)[0]) == expected


def test_halves_and_tries_nothing_twice() -> None:
    _, run = search("5.3.6", "5.0.5 5.1.0 5.1.1 5.1.2 5.2.0 5.2.1")
    assert run.tried == [*LISTED, "5.2.2", "5.2.1"]


def test_newer_releases_are_not_tried() -> None:
    _, run = search("5.1.2")
    assert run.tried == ["5.0.5", "5.1.2"]
