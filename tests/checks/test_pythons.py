"""Which Python a release is said to run on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness import ancestry
from harness.checks import pythons
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

Told = Callable[..., Case]
SINCE = {f"python:{minor}": least for minor, least in {"5.1": "3.6", "5.2": "3.7", "5.3": "3.8", "5.4": "3.8"}.items()}


def claim(text: str, form: str, release: str, python: str = "", **changes: Any) -> Claim:
    fields = {"form": form, "release": release, "python": python}
    return make_claim(text, "python", key=f"page:python:{form}:{release}", fields=fields, **changes)


@pytest.fixture
def told(make_case: Callable[..., Case], facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(ancestry, "since", lambda: SINCE)

    def make(first: Claim, *others: Claim) -> Case:
        case = make_case(claim=first)
        given = {**facts, "pythons": {"requires": ">=3.8", "minors": ["3.8", "3.9", "3.10"]}}
        return replace(case, facts=given, page=replace(case.page, claims=(first, *others)))

    return make


RIGHT = claim("3.8, 3.9, 3.10", "list", "5.4")


@pytest.mark.parametrize(
    ("first", "others", "rule", "right"),
    [
        pytest.param(claim("3.8, 3.9", "list", "5.4"), (), "wrong-python", "3.8, 3.9, 3.10", id="one is missing"),
        pytest.param(claim("3.7", "least", "5.4"), (), "wrong-python", "3.8", id="least of this release"),
        pytest.param(claim("3.6", "least", "5.2"), (), "wrong-python", "3.7", id="least of an older one"),
        pytest.param(claim("5.3", "last", "5.3", "3.7"), (), "wrong-python", "5.2", id="last that takes it"),
        pytest.param(claim("3.7", "least", ""), (), "wrong-python", "3.8", id="least, no release told"),
        pytest.param(claim("3.8", "next", "6"), (), "wrong-python", None, id="next asks for no more"),
        pytest.param(claim("3.11", "next", "5"), (), "wrong-python", None, id="next is this one"),
        pytest.param(claim("5.3.x", "release", "5.3"), (RIGHT,), "other-release", "5.4.x", id="only the release"),
        pytest.param(claim("5.3.6", "release", "5.3"), (RIGHT,), "other-release", "5.4.0", id="the release, in full"),
        pytest.param(claim("5.3.6", "own", ""), (), "other-release", "5.4.0", id="its own number"),
        pytest.param(claim("5.3.x", "new", ""), (), "other-release", "5.4.x", id="whom it greets"),
        pytest.param(claim("5.0.x or 5.1.x", "new", ""), (), "other-release", "5.4.x", id="whom it greets, of two"),
        pytest.param(claim("5.3", "new", ""), (), "other-release", "5.4", id="whom it greets, in short"),
        pytest.param(
            claim("5.3", "release", "5.3"), (claim("3.8, 3.9", "list", "5.3"),), "other-release", None, id="all of it"
        ),
    ],
)
def test_finds(told: Told, first: Claim, others: tuple[Claim, ...], rule: str, right: str | None) -> None:
    (finding,) = pythons.find(told(first, *others))
    assert (finding.rule, finding.suggestion, finding.place.text) == (rule, right, first.text)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(RIGHT, id="right"),
        pytest.param(claim("3.10, 3.9, 3.8", "list", "5.4"), id="in another order"),
        pytest.param(claim("3.8, 3.9", "list", "5.3"), id="a list of another release"),
        pytest.param(claim("3.8", "least", "5.4"), id="right least"),
        pytest.param(claim("3.6", "least", "5.0"), id="release that is not known"),
        pytest.param(claim("5.4.0", "release", "5.4"), id="this release"),
        pytest.param(claim("3.8", "least", ""), id="right least, no release told"),
        pytest.param(claim("3.9", "next", "6"), id="next asks for more"),
        pytest.param(claim("5.4.0", "own", ""), id="its own number"),
        pytest.param(claim("5.3.x or 5.4.x", "new", ""), id="whom it greets, of two"),
        pytest.param(claim("5.4.2", "new", ""), id="whom it greets, another patch"),
        pytest.param(claim("dawn", "series", ""), id="a name, and no code to tell it"),
        pytest.param(claim("5.2", "last", "5.2", "3.7"), id="right last"),
        pytest.param(claim("2.2", "last", "2.2", "2.4"), id="before what is known"),
        pytest.param(claim("5.3", "last", "5.3", "3.8"), id="Python that the newest takes"),
        pytest.param(replace(claim("3.8, 3.9", "list", "5.4"), historical=True), id="history"),
    ],
)
def test_leaves_alone(told: Told, first: Claim) -> None:
    assert list(pythons.find(told(first))) == []


@pytest.mark.parametrize(("text", "right"), [("cliffs", "opalescent"), ("Opalescent", None)])
def test_the_name_of_a_release(told: Told, tmp_path: Path, text: str, right: str | None) -> None:
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery/__init__.py").write_text("SERIES = 'opalescent'\n")
    case = told(claim(text, "series", ""))
    found = list(pythons.find(replace(case, docs=replace(case.docs, root=str(tmp_path)))))
    assert [(each.rule, each.suggestion) for each in found] == ([("other-release", right)] if right else [])


def test_leaves_alone_what_tells_nothing(told: Told, facts: dict[str, Any]) -> None:
    case = replace(told(claim("3.8, 3.9", "list", "5.4")), facts={**facts, "pythons": {"requires": "", "minors": []}})
    assert list(pythons.find(case)) == []


def test_covers(told: Told) -> None:
    assert pythons.covers(told(RIGHT))
    assert not pythons.covers(told(claim("3.8, 3.9", "list", "5.3")))


DJANGO = "Celery 5.4.x supports Django 2.2 LTS or newer versions."


@pytest.fixture
def page(make_case: Callable[..., Case], facts: dict[str, Any], tmp_path: Path) -> Told:
    def make(text: str, wanted: str = "Django>=2.2.28", **changes: Any) -> Case:
        case = make_case(claim=make_claim("Page", "heading", line=1, **changes))
        extras = {"extras": {"django": [wanted] if wanted else []}}
        return placed(case, tmp_path, f"Page\n====\n\n{text}\n", {**facts, **extras})

    return make


@pytest.mark.parametrize(
    ("text", "wanted", "place", "right"),
    [
        pytest.param(
            DJANGO.replace("5.4.x", "5.3.x"), "Django>=2.2.28", (4, 8, "5.3.x"), "5.4.x", id="only the release"
        ),
        pytest.param(DJANGO, "Django (>=3.2.1)", (4, 30, "2.2"), "3.2", id="only Django"),
        pytest.param(
            DJANGO.replace("5.4.x", "4.0"), "Django>=3.2.1", (4, 8, "4.0 supports Django 2.2"),
            "5.4 supports Django 3.2", id="both",
        ),
        pytest.param(DJANGO, "django>=4.0,<6", (4, 30, "2.2"), None, id="nobody supports that for long"),
        pytest.param(
            "Celery 5.3 supports Django\n1.11 and later.", "Django>=3.1", (4, 8, "5.3 supports Django\n1.11"),
            "5.4 supports Django\n3.1", id="on two lines",
        ),
    ],
)  # fmt: skip
def test_finds_another_django(page: Told, text: str, wanted: str, place: tuple[int, int, str], right: str | None):
    (finding,) = pythons.find(page(text, wanted))
    assert (finding.rule, finding.suggestion) == ("other-release", right)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("text", "given"),
    [
        pytest.param(DJANGO, {}, id="right"),
        pytest.param(DJANGO.replace("2.2", "2.2.28"), {}, id="right to the last number"),
        pytest.param(DJANGO.replace("5.4.x", "5.3.x"), {"wanted": ""}, id="no extra"),
        pytest.param(DJANGO.replace("5.4.x", "5.3.x"), {"wanted": "Django"}, id="any Django"),
        pytest.param(f"{DJANGO}\nCelery 5.2.x supports Django 1.11 or newer.", {}, id="several releases"),
        pytest.param(DJANGO.replace("supports", "supported").replace("5.4", "5.3"), {}, id="in the past"),
        pytest.param("Celery 5.3 supports Django 4.2.", {}, id="not the least"),
        pytest.param("Celery 5.3 no longer supports Django 1.8 or newer.", {}, id="told as gone"),
        pytest.param(DJANGO.replace("5.4.x", "5.3.x"), {"historical": True}, id="history"),
    ],
)
def test_leaves_django_alone(page: Told, text: str, given: dict[str, Any]) -> None:
    assert list(pythons.find(page(text, **given))) == []


@pytest.mark.parametrize(
    ("beside", "right"),
    [
        pytest.param("- Python 3.6: Celery 5.1 or earlier.", "3.8", id="another Python"),
        pytest.param("- PyPy3.7 or newer", "3.8", id="another interpreter"),
        pytest.param("The last version which will support Python 3.7.", None, id="the one that is told"),
        pytest.param("- Python 3.8: Celery 5.3 or earlier.", None, id="the right one"),
        pytest.param("More\n----\n\nPython 3.7 is old.", "3.8", id="another section"),
    ],
)
def test_what_stands_beside_it_must_not_contradict_it(told: Told, tmp_path: Path, beside: str, right: str | None):
    first = claim("3.7", "least", "5.4", line=4)
    path = tmp_path / first.file
    path.parent.mkdir(parents=True)
    path.write_text(f"Page\n====\n\n- Python (3.7+)\n\n{beside}\n")
    case = told(first)
    (finding,) = pythons.find(replace(case, docs=replace(case.docs, root=str(tmp_path))))
    assert (finding.suggestion, "more" in finding.evidence) == (right, right is None)


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param("Use Celery 4.4 for versions older than Django 2.2.", id="the old one"),
        pytest.param("\nDjango 3.2 needs more.", id="the right one, in another paragraph"),
    ],
)
def test_another_django_is_not_proposed_where_more_is_said_of_it(page: Told, beside: str):
    (finding,) = pythons.find(page(f"{DJANGO}\n{beside}", "Django>=3.2.1"))
    assert finding.suggestion is None
