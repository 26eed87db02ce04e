"""Classes and modules that docstrings refer to under other names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import docstring_slips
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
MODULE = "celery.pool"
CLASSES: dict[str, Any] = {
    f"{MODULE}.{name}": {"mro": [], "members": {}} for name in ("LocalStack", "Local", "OneTwo", "TwoOne", "Pool")
} | {"celery.other.FarOff": {"mro": [], "members": {}}}
MODULES: dict[str, Any] = {
    "celery": {"members": {}},
    MODULE: {
        "members": {
            each.rpartition(".")[2]: {"kind": "class", "ref": each} for each in CLASSES if each.startswith(MODULE)
        }
    },
    "celery.other": {"members": {"FarOff": {"kind": "class", "ref": "celery.other.FarOff"}}},
}
FACTS = {"modules": MODULES, "classes": CLASSES, "assigned": [], "functions": {}, "signals": {}, "settings": {}}
SOURCE = '''"""{prose}"""

import signal as _signal
import threading
from collections import OrderedDict
from functools import partial
{more}
'''


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(target: str, role: str = "class", *, prose: str = "", more: str = "", **changes) -> Case:
        fields = {"role": role, "module": MODULE, **changes.pop("fields", {})}
        given = {"headings": (), "file": "celery/pool.py", "page": "celery/pool", "line": 1, **changes}
        claim = make_claim(target, "xref", scope=MODULE, fields=fields, **given)
        (tmp_path / "celery").mkdir(exist_ok=True)
        shown = prose or f"See :{role}:`{target}`."
        (tmp_path / "celery/pool.py").write_text(SOURCE.format(prose=shown, more=more))
        (tmp_path / "page.rst").write_text(shown)
        made = make_case(claim=claim)
        return dataclasses.replace(
            made, facts={**made.facts, **FACTS}, docs=dataclasses.replace(made.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("target", "role", "suggestion"),
    [
        pytest.param("StackLocal", "class", "LocalStack", id="words in another order"),
        pytest.param("~StackLocal", "class", "~LocalStack", id="with a mark"),
        pytest.param("StackLocal", "exc", "LocalStack", id="said to be an exception"),
        pytest.param("signals", "mod", "signal", id="one letter more"),
        pytest.param("thraeding", "mod", "threading", id="two letters have changed places"),
    ],
)
def test_finds(case, target: str, role: str, suggestion: str):
    made = case(target, role)
    (finding,) = docstring_slips.find(made)
    assert finding.rule == "unknown-reference"
    assert (finding.place.text, finding.suggestion) == (target, suggestion)
    assert docstring_slips.covers(made)


@pytest.mark.parametrize(
    ("target", "role", "changes"),
    [
        pytest.param("LocalStack", "class", {}, id="there"),
        pytest.param("FarOff", "class", {}, id="of another module"),
        pytest.param("OffFar", "class", {}, id="words of another module's class"),
        pytest.param("StackPool", "class", {}, id="other words"),
        pytest.param("Lacol", "class", {}, id="one word"),
        pytest.param("StackLocal", "class", {"more": "from theirs import StackLocal"}, id="imported"),
        pytest.param("theirs.StackLocal", "class", {}, id="of a module that is written"),
        pytest.param("StackLocal", "class", {"file": "page.rst"}, id="no docstring"),
        pytest.param("StackLocal", "class", {"fields": {"exact": "no"}}, id="nobody knows where it stands"),
        pytest.param("StackLocal", "class", {"historical": True}, id="history"),
        pytest.param(
            "StackLocal", "class", {"prose": "Was :class:`StackLocal`, which has been removed."}, id="told as gone"
        ),
        pytest.param("StackLocal", "meth", {}, id="no class"),
        pytest.param("signal", "mod", {}, id="a module"),
        pytest.param("kombu", "mod", {}, id="a package that is tracked"),
        pytest.param("signals", "mod", {"more": "from celery import signals"}, id="a module that is imported, too"),
        pytest.param("redis", "mod", {}, id="somebody's"),
        pytest.param("partials", "mod", {}, id="near to what is no module"),
        pytest.param("celery.signals", "mod", {}, id="a path"),
        pytest.param("itertool", "mod", {}, id="near to a module that is not imported"),
    ],
)
def test_leaves_alone(case, target: str, role: str, changes: dict):
    assert list(docstring_slips.find(case(target, role, **changes))) == []
