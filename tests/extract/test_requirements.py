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
    "text",
    [
        pytest.param("- Python (3.8, 3.9)\n", id="a list of nobody's"),
        pytest.param("Celery 5.4 runs on Linux.\n", id="a sentence that goes on"),
        pytest.param("Celery 5.4 runs on:\n" + "\n" * 9 + "- Python (3.8, 3.9)\n", id="a list far below"),
        pytest.param("Flower requires Python 3.7 or newer.\n", id="another program"),
    ],
)
def test_leaves_alone(small_docs: SmallDocs, text: str) -> None:
    assert [each for each in found(small_docs, f"Page\n====\n\n{text}") if each[3] != "release"] == []
