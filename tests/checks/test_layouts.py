"""Directory trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import layouts
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
TREE = "proj/__init__.py\n    /celery.py\n    /task.py"


def test_finds(make_case: MakeCase):
    (finding,) = layouts.find(make_case(TREE, "text", others=("from proj.tasks import add",)))
    assert (finding.rule, finding.blame, finding.suggestion) == ("misnamed-file", "undecided", "tasks.py")
    assert (finding.place.line, finding.place.column, finding.place.text) == (12, 10, "task.py")


@pytest.mark.parametrize(
    ("code", "others"),
    [
        pytest.param(TREE, ("from proj.task import add",), id="there"),
        pytest.param(TREE, ("from other.tasks import add",), id="another package"),
        pytest.param(TREE, ("from proj.models import X",), id="like none"),
        pytest.param(TREE, ("from proj.tasks import a", "from proj.task import b"), id="both are imported"),
        pytest.param("a sentence about proj and task.py", ("from proj.tasks import add",), id="no tree"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...]):
    assert list(layouts.find(make_case(code, "text", others=others))) == []


@pytest.mark.parametrize(
    ("code", "others", "covered"),
    [
        pytest.param(TREE, ("from proj.celery import app",), True, id="imported"),
        pytest.param("- proj/\n  - a.py\n  - b.py", ("app.autodiscover_tasks(['proj'])",), True, id="told by name"),
        pytest.param(TREE, ("import os",), False, id="nothing of it"),
    ],
)
def test_covers(make_case: MakeCase, code: str, others: tuple[str, ...], covered: bool):
    assert layouts.covers(make_case(code, "text", others=others)) is covered


def test_a_literal_names_a_module(make_case: MakeCase):
    case = make_case("foo/__init__.py\n   tasks.py\n   models.py", "text")
    case = replace(case, page=replace(case.page, claims=(make_claim("``foo.tasks``", "literal"),)))
    assert layouts.covers(case)
