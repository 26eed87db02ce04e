"""Options of `celery` that a sentence names alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import flags
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

Told = Callable[..., Case]


@pytest.fixture
def told(make_case: Callable[..., Case], tmp_path: Path) -> Told:
    """A case of the words of a sentence that are given."""

    def make(sentence: str, words: str, **changes: Any) -> Case:
        path = tmp_path / "docs/userguide/page.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page\n\n{sentence}\n")
        given = {"fields": {"form": "literal"}, "column": sentence.index(words) + 1} | changes
        case = make_case(claim=make_claim(words, "literal", **given))
        return replace(case, docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))

    return make


def test_references(told: Told) -> None:
    def referred(text: str) -> Case:
        case = told(f"See :option:`{text}`.", text)
        assert case.claim is not None
        return replace(case, claim=replace(case.claim, kind="xref", fields={"role": "option"}))

    (finding,) = flags.find(referred("celery worker --concurency"))
    assert (finding.place.text, finding.place.column, finding.suggestion) == ("--concurency", 28, "--concurrency")
    assert flags.covers(referred("celery worker --concurrency"))
    assert flags.covers(referred("celery worker -c"))
    assert flags.covers(referred("!--concurrency"))
    assert not flags.covers(referred("gcc --concurrency"))
    assert not list(flags.find(referred("gcc --concurency")))


@pytest.mark.parametrize(
    ("sentence", "words", "wrong", "right"),
    [
        pytest.param("Set ``--concurency``.", "--concurency", "--concurency", "--concurrency", id="misspelt"),
        pytest.param("Set ``--concurency=4``.", "--concurency=4", "--concurency", "--concurrency", id="with a value"),
        pytest.param("Set ``-c 4 --time-limits``.", "-c 4 --time-limits", "--time-limits", "--time-limit", id="second"),
        pytest.param(
            ":program:`celery worker` has ``--quues``.",
            "--quues",
            "--quues",
            "--queues",
            id="of a command that is named",
        ),
        pytest.param("Start with ``-l DEBUUG``.", "-l DEBUUG", "DEBUUG", "DEBUG", id="value"),
        pytest.param("Start with ``--loglevel=DEBUUG``.", "--loglevel=DEBUUG", "DEBUUG", "DEBUG", id="joined value"),
    ],
)
def test_finds(told: Told, sentence: str, words: str, wrong: str, right: str) -> None:
    (finding,) = flags.find(told(sentence, words))
    assert (finding.place.text, finding.suggestion) == (wrong, right)
    assert finding.place.column == sentence.index(wrong) + 1


@pytest.mark.parametrize(
    ("sentence", "words", "changes"),
    [
        pytest.param("Set ``--concurrency``.", "--concurrency", {}, id="there"),
        pytest.param("Set ``--cpuset-cpus``.", "--cpuset-cpus", {}, id="like none"),
        pytest.param("``docker run it`` has ``--queue``.", "--queue", {}, id="another program is named"),
        pytest.param("Start with ``-l debug``.", "-l debug", {}, id="value in another case"),
        pytest.param("Start with ``-l 10``.", "-l 10", {}, id="value like none"),
        pytest.param("Set ``-detached``.", "-detached", {}, id="a long name behind one dash"),
        pytest.param("The arguments ``celery --quues``.", "celery --quues", {}, id="a command line"),
        pytest.param("``--quues`` was removed.", "--quues", {}, id="named because it is gone"),
        pytest.param("Set ``--quues``.", "--quues", {"headings": ("Deprecated",)}, id="history"),
        pytest.param("See :const:`--quues`.", "--quues", {"fields": {"form": "other"}}, id="another role"),
    ],
)
def test_leaves_alone(told: Told, sentence: str, words: str, changes: dict[str, Any]) -> None:
    assert list(flags.find(told(sentence, words, **changes))) == []


@pytest.mark.parametrize(
    ("sentence", "words", "covered"),
    [
        pytest.param("Set ``--concurrency``.", "--concurrency", True, id="a long name"),
        pytest.param("Set ``-c``.", "-c", False, id="a letter of any command"),
        pytest.param(":program:`celery worker` has ``-c``.", "-c", True, id="a letter of one"),
        pytest.param("``docker run it`` has ``--queues``.", "--queues", False, id="of another program perhaps"),
    ],
)
def test_covers(told: Told, sentence: str, words: str, *, covered: bool) -> None:
    assert flags.covers(told(sentence, words)) == covered
