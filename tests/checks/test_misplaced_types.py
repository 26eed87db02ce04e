"""Types of arguments in the wrong place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import misplaced_types
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(items: str, **changes) -> Case:
        """The claim is the argument that the last of the items begins with."""
        lines = ["    Arguments:", *(f"        {line}" for line in items.split("\n"))]
        (tmp_path / "celery").mkdir(exist_ok=True)
        (tmp_path / "celery/moved.py").write_text("\n".join(['def move():\n    """Move.\n', *lines, '    """']))
        given = {"headings": (), "file": "celery/moved.py", "page": "celery/moved", **changes}
        subject = lines[-1].strip().partition(" ")[0].strip(":")
        claim = make_claim(
            subject,
            "parameter",
            scope="celery.moved.move",
            line=3 + len(lines),
            column=9,
            end_line=3 + len(lines),
            **given,
        )
        made = make_case(claim=claim)
        return dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("items", "wrong", "right"),
    [
        pytest.param("paths: List[str]: List of paths.", "paths: List[str]", "paths (List[str])", id="behind a colon"),
        pytest.param(
            "source: List[Union[str, kombu.Queue]]: Optional.",
            "source: List[Union[str, kombu.Queue]]",
            "source (List[Union[str, kombu.Queue]])",
            id="types within",
        ),
        pytest.param(
            "dest: (str, kombu.Queue): Where to.",
            "dest: (str, kombu.Queue)",
            "dest (str, kombu.Queue)",
            id="in brackets",
        ),
        pytest.param(
            "steps Sequence[Union[str, Step]]: List of steps.\nname (str): A name.",
            "steps Sequence[Union[str, Step]]",
            "steps (Sequence[Union[str, Step]])",
            id="without brackets, above another argument",
        ),
        pytest.param("paths: List[str]:", "paths: List[str]", "paths (List[str])", id="at the end of the line"),
        pytest.param("paths: list[str]: Paths.", "paths: list[str]", "paths (list[str])", id="a builtin"),
        pytest.param(
            "paths: typing.List[str]: Paths.", "paths: typing.List[str]", "paths (typing.List[str])", id="with a module"
        ),
        pytest.param(
            "call: Callable[..., None | Any]: What is called.",
            "call: Callable[..., None | Any]",
            "call (Callable[..., None | Any])",
            id="dots and bars within",
        ),
        pytest.param(
            "item: (str or int): Its pair.", "item: (str or int)", "item (str or int)", id="one of them, not a tuple"
        ),
    ],
)
def test_finds(case, items: str, wrong: str, right: str):
    (finding,) = misplaced_types.find(case(items))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("misplaced-type", wrong, right)
    assert finding.place.column == 9


@pytest.mark.parametrize(
    ("items", "changes"),
    [
        pytest.param("paths (List[str]): List of paths.", {}, id="in its place"),
        pytest.param("paths: List of paths.", {}, id="no type"),
        pytest.param("paths: (optional): List of paths.", {}, id="a word in brackets"),
        pytest.param("paths: (see Queue): List of paths.", {}, id="words in brackets"),
        pytest.param("paths: List[str]: List of paths.", {"file": "page.rst"}, id="no docstring"),
        pytest.param("paths: List[0]: is the first", {}, id="the first of a list"),
        pytest.param("first: Items[0]: the first", {}, id="an item of something"),
        pytest.param("v: State[task_id]: what is kept", {}, id="an item by a variable"),
        pytest.param("v: State['name']: what is kept", {}, id="an item by a word"),
        pytest.param("v: kept[Task]: what is kept of a task", {}, id="an item of a variable"),
        pytest.param("item: (str, int): Pair of name and count.", {}, id="the parts of a pair"),
        pytest.param("pair: (str, int): Name and count.", {}, id="the parts of what is called a pair"),
        pytest.param("steps Items[0]: the first.\nname (str): A name.", {}, id="an item above"),
        pytest.param("paths: Lists such as [1]: of numbers", {}, id="brackets in the text"),
        pytest.param("paths: List[str] of paths.", {}, id="the text begins with a type"),
        pytest.param("count: {0: 'x'}: a mapping", {}, id="a value"),
        pytest.param("A line of text.\nname (str): A name.", {}, id="text above"),
        pytest.param("steps Sequence of them: a list.\nname (str): A name.", {}, id="words above"),
        pytest.param("first (int): One.\nsteps (List[str]): All.\nname (str): A name.", {}, id="all in their places"),
        pytest.param("paths: List[str]: List of paths.", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case, items: str, changes: dict):
    if changes.get("file") == "page.rst":
        changes = {**changes, "page": "page"}
        made = case(items, **{key: value for key, value in changes.items() if key != "file"})
        made = dataclasses.replace(made, claim=dataclasses.replace(made.claim, file="page.rst"))
    else:
        made = case(items, **changes)
    assert list(misplaced_types.find(made)) == []
