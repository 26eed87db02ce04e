"""What a callable takes in place of None."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _body
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
FILE = "celery/heart.py"


def case(make_case: MakeCase, root: Path, code: str, scope: str, version: str = "5.4.0") -> Case:
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(code, encoding="utf-8")
    claim = make_claim("3", "argument-default", file=FILE, scope=f"celery.heart.{scope}", subject="every")
    made = make_case(claim=claim)
    return dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(root), version=version))


def body(*lines: str) -> str:
    return "def beat(every=None):\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("code", "scope", "literal"),
    [
        pytest.param(body("return float(every or 2.0)"), "beat", "2.0", id="or"),
        pytest.param(body("return 2 if every is None else every"), "beat", "2", id="if none"),
        pytest.param(body("return every if every is not None else 'x'"), "beat", "'x'", id="if given"),
        pytest.param(body("if every is None:", "    every = True"), "beat", "True", id="set"),
        pytest.param(
            "class Heart:\n    def __init__(self, every=None):\n        self.every = every or 3\n",
            "Heart",
            "3",
            id="class",
        ),
        pytest.param(
            "class Heart:\n    def beat(self, every=None):\n        return every or 3\n", "Heart.beat", "3", id="method"
        ),
        pytest.param(body("return every or 2", "return every or 3"), "beat", None, id="two"),
        pytest.param(body("return every or EVERY"), "beat", None, id="a name"),
        pytest.param(body("return other or 2"), "beat", None, id="another argument"),
        pytest.param(body("return 2 if every is 5 else every"), "beat", None, id="not none"),
        pytest.param(body("return every or 2"), "lost", None, id="no such function"),
        pytest.param("every = 3\n", "every", None, id="no function"),
        pytest.param("def half(:\n", "beat", None, id="no Python"),
    ],
)
def test_instead_of_none(make_case: MakeCase, tmp_path: Path, code: str, scope: str, literal: str | None):
    made = case(make_case, tmp_path, code, scope)
    assert made.claim is not None
    assert _body.instead_of_none(made, made.claim) == literal


def test_the_docs_of_another_release_tell_nothing(make_case: MakeCase, tmp_path: Path):
    made = case(make_case, tmp_path, body("return every or 2"), "beat", version="main")
    assert made.claim is not None
    assert _body.instead_of_none(made, made.claim) is None
