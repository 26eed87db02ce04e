"""Lists of modules."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import module_lists
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
THERE = "- celery.app\n\n    The core.\n\n- celery.worker\n\n    The worker.\n\n- celery.utils.log\n\n    Logs.\n\n"


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, title: str = "Modules", **changes) -> Case:
        file = tmp_path / "docs" / "userguide" / "page.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Page\n====\n{title}\n=======\n\n{text}")
        heading = make_claim(title, "heading", column=1, headings=("Page", title))
        made = make_case(claim=heading, **changes)
        page = dataclasses.replace(made.page, claims=(heading, *made.page.claims))
        return dataclasses.replace(made, page=page, docs=dataclasses.replace(made.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(f"{THERE}- celery.db\n\n    Models.\n", (18, 3, "celery.db"), id="a bullet"),
        pytest.param(
            "celery.app\n    The core.\ncelery.worker\n    It.\ncelery.utils\n    More.\ncelery.db\n    Models.\n",
            (12, 1, "celery.db"),
            id="a term",
        ),
        pytest.param(f"{THERE}* celery.worker.db\n", (18, 3, "celery.worker.db"), id="a submodule, other bullets"),
        pytest.param(f"{THERE}- celery.registry.db\n", (18, 3, "celery.registry.db"), id="below one made at run time"),
    ],
)
def test_finds(case, text: str, place: tuple[int, int, str]):
    made = case(text)
    (finding,) = module_lists.find(made)
    assert finding.rule == "unknown-name"
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert module_lists.covers(made)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(THERE, "Modules", id="all are there"),
        pytest.param(f"{THERE}- celery.db\n", "Removed modules", id="a title of history"),
        pytest.param(f"{THERE}- celery.db\n\n    Has been removed.\n", "Modules", id="told as gone"),
        pytest.param(
            f"{THERE}- celery.ping\n- celery.pong\n- celery.pang\n", "Modules", id="as many that are not: names"
        ),
        pytest.param("- celery.app\n- celery.db\n", "Modules", id="too few"),
        pytest.param(f"{THERE}- celery.db is no more\n", "Modules", id="a sentence"),
        pytest.param(f"{THERE}- proj.db\n", "Modules", id="the reader's"),
        pytest.param(f"{THERE}celery.db\n\nWords.\n", "Modules", id="a paragraph, or a line of a table of contents"),
    ],
)
def test_leaves_alone(case, text: str, title: str):
    assert list(module_lists.find(case(text, title))) == []


def test_leaves_code_alone(case):
    made = case(f"{THERE}::\n\n    - celery.db\n")
    sample = make_sample("- celery.db", "yaml", lines=(20,), columns=(5,))
    made = dataclasses.replace(made, page=dataclasses.replace(made.page, samples=(sample,)))
    assert not list(module_lists.find(made))


def test_ends_with_the_section(case):
    made = case(f"{THERE}- celery.db\n")
    below = make_claim("Old ones", "heading", key="below", line=17)
    made = dataclasses.replace(made, page=dataclasses.replace(made.page, claims=(*made.page.claims, below)))
    assert not list(module_lists.find(made))
