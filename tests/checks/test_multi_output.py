"""What `celery multi` is shown to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import multi_output
from harness.interfaces import Case

MakeCase = Callable[..., Case]
SOURCE = """\
note('> Starting nodes...')
note('> Waiting for {} {} -> {}...'.format(1, 2, 3))
note('\\t> {0.name}: {1} -> {0.pid}'.format(node, sig))
note(f'\\t> {node.name}: ')
"""


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    source = tmp_path / "celery" / "bin" / "multi.py"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, encoding="utf-8")

    def make(code: str, **changes) -> Case:
        case = make_case(code, "console", **changes)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param("$ celery multi start w1\n    > w1.host.local: OK", "w1.host.local", "w1@host.local", id="name"),
        pytest.param(
            "$ celery  multi restart w1\n> Waiting for 1 node.....", "> Waiting for 1 node.....", None, id="form"
        ),
    ],
)
def test_finds(case_of: MakeCase, code: str, place: str, suggestion: str | None):
    (finding,) = multi_output.find(case_of(code))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("outdated-repr", place, suggestion)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("$ celery multi start w1\n    > w1@host.local: OK", {}, id="name of a node"),
        pytest.param("$ celery multi stop w1\n> Waiting for 1 node -> 64.....", {}, id="dots that are printed later"),
        pytest.param("$ celery multi start 2\n    > celery1.host: OK", {}, id="a name of nobody's"),
        pytest.param("$ other start w1\n    > w1.host: OK", {}, id="another program"),
        pytest.param("$ celery multi start w1\n> w1.host: OK", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, changes: dict):
    assert list(multi_output.find(case_of(code, **changes))) == []
