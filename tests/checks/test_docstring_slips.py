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
    f"{MODULE}.{name}": {"mro": [], "members": {}}
    for name in ("LocalStack", "Local", "OneTwo", "TwoOne", "Pool", "PoolThread")
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

class Local:
    lock = threading.Lock()
    kept = OrderedDict()

    def stop(self):
        return _signal.alarm(0)

class Plain:
    """No more than that."""
'''


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(target: str, role: str = "class", *, prose: str = "", more: str = "", **changes) -> Case:
        fields = {"role": role, "module": MODULE, **changes.pop("fields", {})}
        scope = changes.pop("scope", MODULE)
        given = {"headings": (), "file": "celery/pool.py", "page": "celery/pool", "line": 1, **changes}
        claim = make_claim(target, "xref", scope=scope, fields=fields, **given)
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
    ("target", "role", "scope", "suggestion"),
    [
        pytest.param("StackLocal", "class", MODULE, "LocalStack", id="words in another order"),
        pytest.param("~StackLocal", "class", MODULE, "~LocalStack", id="with a mark"),
        pytest.param("StackLocal", "exc", MODULE, "LocalStack", id="said to be an exception"),
        pytest.param("signals", "mod", MODULE, "signal", id="a plural"),
        pytest.param("signals", "mod", f"{MODULE}.Local", "signal", id="of what the class uses"),
        pytest.param("signals", "mod", f"{MODULE}.Local.stop", "signal", id="of what the method uses"),
        pytest.param("thraeding", "mod", MODULE, "threading", id="two letters have changed places"),
    ],
)
def test_finds(case, target: str, role: str, scope: str, suggestion: str):
    made = case(target, role, scope=scope)
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
        pytest.param("ThreadPool", "class", {}, id="of the standard library"),
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
        pytest.param("signals", "mod", {"scope": f"{MODULE}.Plain"}, id="of what the class does not use"),
        pytest.param("signals", "mod", {"scope": f"{MODULE}.Lost"}, id="of what nobody finds"),
        pytest.param("times", "mod", {"more": "import time; time.time"}, id="a short one, which is somebody's"),
        pytest.param("ujson", "mod", {"more": "import json; json.dumps"}, id="with a letter before it"),
        pytest.param("subprocess32", "mod", {"more": "import subprocess; subprocess.run"}, id="with digits"),
        pytest.param("contextlib2", "mod", {"more": "import contextlib; contextlib.suppress"}, id="with a digit"),
        pytest.param(
            "multiprocess", "mod", {"more": "import multiprocessing; multiprocessing.Pool"}, id="a part of the name"
        ),
    ],
)
def test_leaves_alone(case, target: str, role: str, changes: dict):
    assert list(docstring_slips.find(case(target, role, **changes))) == []
