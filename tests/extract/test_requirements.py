"""Which sentences tell of the Python that a release runs on."""

from __future__ import annotations

import pytest

from tests.extract.conftest import SmallDocs

PAGE = """\
Introduction
============

.. sidebar:: Version Requirements
    :subtitle: Celery version 5.5.x runs on:

    - Python ❨3.8, 3.9, 3.10❩
    - PyPy3.9+ ❨v7.3.12+❩

    Celery 5.x requires Python 3.6 or newer.
    Celery 5.2.x also requires Python 3.7 or newer.

    - Python 3.7: Celery 5.2 or earlier.
    - Python 2.7: Celery 4.x series.
    - Python 2.4 was Celery series 2.2 or earlier.
"""


def found(docs: SmallDocs, content: str) -> list[tuple[int, int, str, str, str]]:
    claims = [claim for claim in docs.read(content).page.claims if claim.kind == "python"]
    return [(each.line, each.column, each.text, each.fields["form"], each.fields["release"]) for each in claims]


def test_a_list_of_requirements(small_docs: SmallDocs) -> None:
    assert found(small_docs, PAGE) == [
        (5, 31, "5.5.x", "release", "5.5"),
        (7, 15, "3.8, 3.9, 3.10", "list", "5.5"),
        (11, 39, "3.7", "least", "5.2"),
        (13, 26, "5.2", "last", "5.2"),
        (15, 36, "2.2", "last", "2.2"),
    ]


@pytest.mark.parametrize(
    ("line", "text", "form"),
    [
        pytest.param("- Python (3.8, 3.9)", "3.8, 3.9", "list", id="round brackets"),
        pytest.param("- Python 3.11 or newer versions", "3.11", "least", id="least"),
        pytest.param("* Python (3.11+)", "3.11", "least", id="least with a plus"),
    ],
)
def test_items(small_docs: SmallDocs, line: str, text: str, form: str) -> None:
    (_, item) = found(small_docs, f"Page\n====\n\nCelery version 5.4 runs on,\n\n{line}\n")
    assert item[2:4] == (text, form)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(
            "This is the next version of celery which will support Python 3.8 or newer.", [("3.8", "least", "")],
            id="least of this one",
        ),
        pytest.param(
            "and from the next version (Celery 5.x) Python 3.6 or newer is required.", [("3.6", "next", "5")], id="next"
        ),
        pytest.param(":Version: 5.0.5 (cliffs)", [("5.0.5", "own", ""), ("cliffs", "series", "")], id="its own"),
        pytest.param(":Version: 5.0.5", [("5.0.5", "own", "")], id="its own number"),
        pytest.param(
            "new to Celery v5.3.5 coming from previous versions then", [("5.3.5", "new", "")], id="whom it greets"
        ),
        pytest.param(
            "new to Celery 5.0.x or 5.1.x coming from previous versions", [("5.0.x or 5.1.x", "new", "")], id="of two"
        ),
    ],
)  # fmt: skip
def test_lines(small_docs: SmallDocs, line: str, told: list[tuple[str, str, str]]) -> None:
    claims = [each for each in small_docs.read(f"Celery\n\n{line}\n").page.claims if each.kind == "python"]
    assert [(each.text, each.fields["form"], each.fields.get("release", "")) for each in claims] == told
    assert [line[each.column - 1 :].startswith(each.text) for each in claims] == [True] * len(told)


def test_what_a_page_takes_in(small_docs: SmallDocs) -> None:
    small_docs.write("docs/words.txt", "Celery 5.2 requires Python 3.7 or newer.\n")
    (claim,) = small_docs.read("Page\n====\n\n.. include:: words.txt\n").page.claims[1:]
    assert (claim.file, claim.line, claim.text, claim.page) == ("docs/words.txt", 1, "3.7", "page")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Those new to Celery 5.3 should read on.\n", id="nobody comes from before"),
        pytest.param("Celery\n\n:Version: |version|\n", id="filled in"),
        pytest.param("- Python (3.8, 3.9)\n", id="a list of nobody's"),
        pytest.param("Celery 5.4 runs on Linux.\n", id="a sentence that goes on"),
        pytest.param("Celery 5.4 runs on:\n" + "\n" * 9 + "- Python (3.8, 3.9)\n", id="a list far below"),
        pytest.param("Flower requires Python 3.7 or newer.\n", id="another program"),
    ],
)
def test_leaves_alone(small_docs: SmallDocs, text: str) -> None:
    assert [each for each in found(small_docs, f"Page\n====\n\n{text}") if each[3] != "release"] == []
