"""Members that docstrings refer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import docstring_references
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
MODULE = "celery.pool"
METHOD: dict[str, Any] = {"kind": "method", "signature": [["self", "either"]]}
CLASSES: dict[str, Any] = {
    f"{MODULE}.Pool": {"mro": [], "members": {"grow": METHOD, "put": METHOD}, "instance": ["size"]},
    f"{MODULE}.Worker": {"mro": [], "members": {"stop_all": METHOD, "run": METHOD}, "instance": ["limit"]},
    f"{MODULE}.Mixin": {"mro": [], "members": {"use": METHOD}},
    f"{MODULE}.Mixed": {"mro": [f"{MODULE}.Mixin"], "members": {"given": METHOD}},
    f"{MODULE}.One": {"mro": [], "members": {"shared": METHOD}},
    f"{MODULE}.Two": {"mro": [], "members": {"shared": METHOD}},
    f"{MODULE}.Any": {"mro": [], "members": {"__special__": METHOD}, "dynamic": True},
    "celery.other.Far": {"mro": [], "members": {"reach": METHOD}},
}
MODULES: dict[str, Any] = {
    "celery": {"members": {}},
    MODULE: {
        "members": {
            **{each.rpartition(".")[2]: {"kind": "class", "ref": each} for each in CLASSES if each.startswith(MODULE)},
            "helper": {"kind": "function", "ref": f"{MODULE}.helper"},
        }
    },
    "celery.other": {"members": {"Far": {"kind": "class", "ref": "celery.other.Far"}}},
}
FACTS = {"modules": MODULES, "classes": CLASSES, "assigned": ["limit"], "functions": {}, "signals": {}, "settings": {}}


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(target: str, scope: str = "Pool.grow", role: str = "meth", prose: str = "", **changes) -> Case:
        scope = f"{MODULE}.{scope}".removesuffix(".")
        fields = {"role": role, "module": MODULE, **changes.pop("fields", {})}
        given = {"headings": (), "file": "celery/pool.py", "page": "celery/pool", **changes}
        claim = make_claim(target, "xref", scope=scope, fields=fields, **given)
        (tmp_path / "celery").mkdir(exist_ok=True)
        (tmp_path / "celery/pool.py").write_text(f"\n\n{prose}\n")
        made = make_case(claim=claim)
        return dataclasses.replace(
            made, facts={**made.facts, **FACTS}, docs=dataclasses.replace(made.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("target", "scope", "role", "suggestion"),
    [
        pytest.param("iterate", "Pool.grow", "meth", None, id="nothing is called so"),
        pytest.param("iterate", "Pool", "attr", None, id="in the docstring of the class"),
        pytest.param("Worker.size", "Pool.grow", "attr", "Pool.size", id="of the class around"),
        pytest.param("Far.grow", "Pool.put", "meth", "Pool.grow", id="and not of a class elsewhere"),
        pytest.param("special", "Any.run", "meth", "__special__", id="between underscores"),
        pytest.param("Pool.limit", "Worker.run", "attr", "Worker.limit", id="though somebody assigns it to something"),
    ],
)
def test_finds(case, target: str, scope: str, role: str, suggestion: str | None):
    made = case(target, scope, role)
    (finding,) = docstring_references.find(made)
    assert finding.rule == "unknown-reference"
    assert (finding.place.text, finding.suggestion) == (target, suggestion)
    assert docstring_references.covers(made)


@pytest.mark.parametrize(
    ("target", "scope", "role", "changes"),
    [
        pytest.param("put", "Pool.grow", "meth", {}, id="its own"),
        pytest.param("size", "Pool.grow", "attr", {}, id="given to instances"),
        pytest.param("use", "Mixed.given", "meth", {}, id="inherited"),
        pytest.param("given", "Mixin.use", "meth", {}, id="of those who inherit"),
        pytest.param("helper", "Pool.grow", "meth", {}, id="of the module"),
        pytest.param("shared", "Pool.grow", "meth", {}, id="of two classes"),
        pytest.param("reach", "Pool.grow", "meth", {}, id="of another module's class"),
        pytest.param("anything", "Any.run", "meth", {}, id="a class that may have any"),
        pytest.param("iterate", "helper", "meth", {}, id="no class around"),
        pytest.param("iterate", "", "meth", {}, id="in a module's docstring"),
        pytest.param("__init__", "Pool.grow", "meth", {}, id="every object's"),
        pytest.param("!iterate", "Pool.grow", "meth", {}, id="no reference"),
        pytest.param("@iterate", "Pool.grow", "meth", {}, id="the application's"),
        pytest.param("iterate", "Pool.grow", "class", {}, id="no member"),
        pytest.param("Worker.run", "Pool.grow", "meth", {}, id="of the class that is written"),
        pytest.param("Any.size", "Pool.grow", "attr", {}, id="of one that may have any"),
        pytest.param("Worker.iterate", "Pool.grow", "meth", {}, id="of neither: references' business"),
        pytest.param("Gone.size", "Pool.grow", "attr", {}, id="of a class that is nowhere"),
        pytest.param("iterate", "Pool.grow", "meth", {"historical": True}, id="history"),
        pytest.param(
            "iterate", "Pool.grow", "meth", {"prose": "Was :meth:`iterate`, which has been removed."}, id="told as gone"
        ),
        pytest.param("stop_all", "Pool.grow", "meth", {}, id="of one other class of the module"),
        pytest.param("apply", "Pool.grow", "func", {"prose": "Like :func:`apply`."}, id="not said to be built in"),
        pytest.param("len", "Pool.grow", "func", {"prose": "The built-in :func:`len`."}, id="built in"),
    ],
)
def test_leaves_alone(case, target: str, scope: str, role: str, changes: dict):
    assert list(docstring_references.find(case(target, scope, role, **changes))) == []


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        pytest.param("    #: Of :meth:`iterate`\n    #: and more.\n    gone = 'previously'", True, id="code below"),
        pytest.param("    #: Of :meth:`iterate`\n    #: previously.\n    size = 1", False, id="the next line"),
    ],
)
def test_the_sentence_of_a_comment(case, prose: str, told: bool):
    assert any(True for _ in docstring_references.find(case("iterate", prose=prose))) is told


def test_what_was_built_in(case):
    made = case("apply", role="func", prose="Equivalent of the :func:`apply` built-in function.")
    (finding,) = docstring_references.find(made)
    assert (finding.place.text, finding.suggestion) == ("apply", None)
