"""What the docs of the releases have told of versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from harness import ancestry, chronicle
from harness.chronicle import Telling
from harness.version_marks import Mark


def mark(version: str, *keys: str) -> Mark:
    return Mark(line=1, what="versionadded", version=version, title="", text="", keys=keys)


def told(*spans: tuple[str, str, str]) -> Sequence[Telling]:
    return [Telling(first=first, last=last, version=version) for first, last, version in spans]


TELLINGS: Mapping[str, Sequence[Telling]] = {
    "new": told(("5.3.0", "5.7.0", "5.3")),
    "late": told(("5.0.0", "5.7.0", "3.1.2")),
    "later": told(("5.3.0", "5.7.0", "3.1")),
    "ahead": told(("5.0.0", "5.2.7", "5.3")),
    "mended": told(("5.0.0", "5.1.2", "5.0"), ("5.2.0", "5.7.0", "4.4")),
    "torn": told(("5.0.0", "5.7.0", "")),
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "tellings", lambda: TELLINGS)
    monkeypatch.setattr(ancestry, "minors", lambda: frozenset({"4.4", "5.0", "5.1", "5.2", "5.3", "5.4"}))


@pytest.mark.parametrize(
    ("keys", "docs", "came"),
    [
        pytest.param(["new"], "5.4.0", "5.3", id="told when it came"),
        pytest.param(["new"], "5.3.6", "5.3", id="in a later release of the minor"),
        pytest.param(["new"], "5.3.0", "", id="by nothing but these docs"),
        pytest.param(["new", "unknown"], "5.4.0", "5.3", id="by one of its keys"),
        pytest.param(["new", "late"], "5.4.0", "", id="not by another"),
        pytest.param(["late"], "5.4.0", "", id="told later"),
        pytest.param(["mended"], "5.4.0", "", id="told otherwise since"),
        pytest.param(["mended"], "5.1.0", "5.0", id="not yet"),
        pytest.param(["torn"], "5.4.0", "", id="told twice"),
    ],
)
def test_came(keys: list[str], docs: str, came: str) -> None:
    assert chronicle.came(mark("5.1", *keys), docs) == came


@pytest.mark.parametrize(
    ("keys", "docs", "version"),
    [
        pytest.param(["late"], "5.4.0", "3.1.2", id="several minors"),
        pytest.param(["late", "later"], "5.4.0", "3.1.2", id="by both keys"),
        pytest.param(["late"], "5.1.2", None, id="one minor"),
        pytest.param(["later"], "5.4.0", None, id="one older minor"),
        pytest.param(["ahead"], "5.4.0", None, id="of what was to come"),
        pytest.param(["mended"], "5.4.0", None, id="no longer"),
        pytest.param(["torn"], "5.4.0", None, id="told twice"),
        pytest.param(["unknown"], "5.4.0", None, id="nothing"),
    ],
)
def test_agreed(keys: list[str], docs: str, version: str | None) -> None:
    agreed = chronicle.agreed(mark("5.1", *keys), docs)
    assert (agreed.version if agreed else None) == version


def test_compare() -> None:
    docs = [
        ("4.4.7", [mark("4.4", "gone"), mark("4.0", "a")]),
        ("5.0.0", [mark("4.0", "a"), mark("5.0", "b"), mark("4.4", "b")]),
        ("5.0.5", [mark("5.0", "b"), mark("4.1", "a")]),
    ]
    assert chronicle.compare(docs) == {
        "a": [["4.4.7", "5.0.0", "4.0"], ["5.0.5", "5.0.5", "4.1"]],
        "b": [["5.0.0", "5.0.0", ""], ["5.0.5", "5.0.5", "5.0"]],
    }


def test_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    before = [each for each in chronicle.tellings() if each.startswith("versionadded | title | canvas.rst | Chains")]
    assert [(each.first, each.version) for key in before for each in chronicle.tellings()[key]] == [("3.0.0", "3.0")]
