"""Sections of docstrings."""

from __future__ import annotations

import pytest

from harness.extract import sections
from tests.extract.conftest import SmallDocs

MODULE = '''
def act(timeout=1.0, *args, **kwargs):
    """Act.

    Arguments:
        timeout (float): How long to wait.
            Defaults to ``1.0``.
        *args, **kwargs: the rest.

    Raises:
        ~celery.exceptions.TimeoutError: when
            late: very.
    """
'''


def test_claims(small_docs: SmallDocs) -> None:
    found = small_docs.module(MODULE).page.claims
    kinds = ("parameter", "argument-default", "raises")
    assert [(c.kind, c.line, c.column, c.text, c.subject, c.scope) for c in found if c.kind in kinds] == [
        ("parameter", 6, 9, "timeout", "timeout", "celery.thing.act"),
        ("argument-default", 7, 27, "1.0", "timeout", "celery.thing.act"),
        ("parameter", 8, 9, "*args", "args", "celery.thing.act"),
        ("parameter", 8, 16, "**kwargs", "kwargs", "celery.thing.act"),
        ("raises", 11, 10, "celery.exceptions.TimeoutError", "celery.exceptions.TimeoutError", "celery.thing.act"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (":param int x: it", [("parameter", "x")]),
        (":raises celery.Gone: then", [("raises", "celery.Gone")]),
        ("Yields:\n    celery.app.Worker: one", [("type", "celery.app.Worker")]),
        ("Args:\n  x (Type[celery.app.Task]): it", [("parameter", "x"), ("type", "celery.app.Task")]),
        ("Args:\n  x: true (default) or not.", [("parameter", "x")]),
        ("Args:\n  x: ``True`` (default).", [("parameter", "x"), ("argument-default", "True")]),
        ("Args:\n  x: default is 5.", [("parameter", "x"), ("argument-default", "5")]),
        ("Args:\n  x: default is 5 minutes.", [("parameter", "x")]),
        ("Args:\n  x: default is 15 minutes.", [("parameter", "x")]),
        ("Args:\n  x: default is 5 seconds.", [("parameter", "x"), ("argument-default", "5")]),
    ],
)
def test_read(text: str, told: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.text) for each in sections.read(text.split("\n"))] == told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Note:\n    x: it", id="another section"),
        pytest.param("Arguments: none", id="no section"),
        pytest.param("Arguments:\n    none to speak of", id="no item"),
        pytest.param("Returns:\n    bool: whether", id="a type without a path"),
        pytest.param("Raises:\n    when it likes", id="no exception"),
    ],
)
def test_leaves_alone(text: str) -> None:
    assert list(sections.read(text.split("\n"))) == []
