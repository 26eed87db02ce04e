"""Lists of classes that inherit from one another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import hierarchies
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
ERRORS = "celery.errors"
PLAIN = ["builtins.Exception", "builtins.BaseException"]
CLASSES: dict[str, Any] = {
    f"{ERRORS}.Base": {"mro": PLAIN, "members": {}},
    f"{ERRORS}.Below": {"mro": [f"{ERRORS}.Base", *PLAIN], "members": {}},
    f"{ERRORS}.Apart": {"mro": PLAIN, "members": {}},
    f"{ERRORS}.Unsure": {"mro": ["?"], "members": {}},
    f"{ERRORS}.Exits": {"mro": ["builtins.SystemExit", "builtins.BaseException"], "members": {}},
}
MEMBERS = {each.rpartition(".")[2]: {"kind": "class", "ref": each} for each in CLASSES}
MODULES: dict[str, Any] = {
    "celery": {"members": {}},
    ERRORS: {"members": {**MEMBERS, "made": {"kind": "function", "ref": f"{ERRORS}.made"}}},
}
FACTS = {"modules": MODULES, "classes": CLASSES, "assigned": [], "functions": {}, "signals": {}, "settings": {}}


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, title: str = "Error Hierarchy", **changes) -> Case:
        """The claim is the last reference of the text."""
        (tmp_path / "page.rst").write_text(text)
        lines = text.split("\n")
        column = lines[-1].rindex(":`") + 3
        target = lines[-1][column - 1 :].partition("`")[0]
        role = lines[-1][: column - 3].rpartition(":")[2]
        given = {"headings": (title,), "file": "page.rst", "line": len(lines), "column": column, **changes}
        claim = make_claim(target, "xref", fields={"role": role}, **given)
        made = make_case(claim=claim)
        return dataclasses.replace(
            made, facts={**made.facts, **FACTS}, docs=dataclasses.replace(made.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            f"- :exc:`{ERRORS}.Base`\n    - :exc:`~{ERRORS}.Apart`",
            "Apart does not inherit from Base: its base is Exception",
            id="within another",
        ),
        pytest.param(
            f"- :exc:`{ERRORS}.Base`\n\n    - :exc:`{ERRORS}.Below`\n\n      Words.\n\n    - :exc:`{ERRORS}.Apart`",
            "Apart does not inherit from Base: its base is Exception",
            id="a neighbour stands between",
        ),
        pytest.param(
            f"* :class:`Exception`\n  * :class:`{ERRORS}.Exits`",
            "Exits does not inherit from Exception: its base is SystemExit",
            id="below one of Python's own",
        ),
    ],
)
@pytest.mark.parametrize("title", ["Error Hierarchy", "Class inheritance", "Hierarchy of exceptions"])
def test_finds(case, text: str, told: str, title: str):
    made = case(text, title)
    (finding,) = hierarchies.find(made)
    assert (finding.rule, finding.message) == ("wrong-base", told)
    assert hierarchies.covers(made)


def test_a_list_of_exceptions_needs_no_title_that_names_them(case):
    assert list(hierarchies.find(case(f"- :exc:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Apart`", "Hierarchy")))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :exc:`~{ERRORS}.Below`", {}, id="it does"),
        pytest.param(f"- :exc:`{ERRORS}.Below`\n    - :exc:`~{ERRORS}.Base`", {}, id="the other way round"),
        pytest.param(
            f"- :class:`{ERRORS}.Base`\n    - :class:`{ERRORS}.Apart`", {"title": "Component hierarchy"}, id="of parts"
        ),
        pytest.param(
            f"- :class:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Apart`", {"title": "Task inheritance"}, id="of tasks"
        ),
        pytest.param(f"- :exc:`Exception`\n    - :exc:`~{ERRORS}.Base`", {}, id="from one of Python's own"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n- :exc:`{ERRORS}.Apart`", {}, id="beside it"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Unsure`", {}, id="nobody knows its bases"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Gone`", {}, id="a class that is not there"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :exc:`theirs.Error`", {}, id="somebody else's"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :class:`{ERRORS}.made`", {}, id="no class"),
        pytest.param(f"- **errors of the pool**\n    - :exc:`{ERRORS}.Apart`", {}, id="below a title"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - As :exc:`{ERRORS}.Apart`", {}, id="named in an item"),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    Like :exc:`{ERRORS}.Apart`", {}, id="no item"),
        pytest.param("- :exc:`BaseException`\n    - :exc:`SystemExit`", {}, id="both are Python's"),
        pytest.param(
            f"- :exc:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Apart`", {"title": "Errors"}, id="another kind of list"
        ),
        pytest.param(f"- :exc:`{ERRORS}.Base`\n    - :exc:`{ERRORS}.Apart`", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case, text: str, changes: dict):
    assert list(hierarchies.find(case(text, **changes))) == []
