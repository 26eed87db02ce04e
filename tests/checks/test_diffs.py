"""What a diff adds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import diffs
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param(
            "- send.delay(1)\n+ send.aply_async(1)",
            (11, 12, "aply_async"),
            "apply_async",
            id="instead of what was sent",
        ),
        pytest.param("+ t.delay(1)\n+ x(lambda: t.aply_async(1))", (11, 19, "aply_async"), "apply_async", id="within"),
    ],
)
def test_finds(make_case: MakeCase, code: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = diffs.find(make_case(code, "diff", lead="Instead of calling delay():"))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == ("unknown-name", suggestion)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("- send.delay(1)\n+ send.apply_async(1)", id="there"),
        pytest.param("- send.aply_async(1)\n+ send.delay(1)", id="what is taken out"),
        pytest.param("- send.delay(1)\n+ other.aply_async(1)", id="nobody knows what it is"),
        pytest.param("- send.delay(1)\n+ send.mine(1)", id="like none"),
        pytest.param("- send.delay(1\n+ send.aply_async(1", id="half a statement"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(diffs.find(make_case(code, "diff"))) == []


def test_covers(make_case: MakeCase):
    assert diffs.covers(make_case("- t.delay()\n+ t.apply_async()", "diff"))
    assert not diffs.covers(make_case("- a\n+ b", "diff"))
    assert not diffs.covers(make_case("- t.delay()\n+ t.apply_async()", "diff", headings=("Old ways",)))
