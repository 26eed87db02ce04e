"""Versions that a file tells, and what each is known by."""

from __future__ import annotations

import pytest

from harness.version_marks import marks

SECTION = "Pace\n====\n\n"
ITEM = "* ``origin``\n\n    .. versionadded:: 5.3\n\n    Where it is from.\n"


@pytest.mark.parametrize(
    ("text", "file", "version", "keys"),
    [
        pytest.param(SECTION + ".. versionadded:: 5.3\n\nHow fast: set it.\n", "docs/a.rst", "5.3",
                     ["versionadded | below | Pace | how fast set it", "versionadded | title | a.rst | Pace"],
                     id="below a title"),
        pytest.param("======\n Pace\n======\n\n.. versionadded:: 5.3\n\n.. _label:\n", "docs/a.rst", "5.3",
                     ["versionadded | title | a.rst | Pace"], id="between lines, and a directive below"),
        pytest.param(SECTION + "Words.\n\n.. versionchanged:: 5.3.1\n\n    Is\n    faster.\n", "docs/a.rst", "5.3.1",
                     ["versionchanged | text | Pace | is faster"], id="a text of its own"),
        pytest.param(SECTION + "Words.\n\n.. versionchanged:: 5.3 Is faster.\n", "docs/a.rst", "5.3",
                     ["versionchanged | text | Pace | is faster"], id="on its line"),
        pytest.param(SECTION + ITEM, "docs/a.rst", "5.3",
                     ["versionadded | below | Pace | where it is from", "versionadded | entry | Pace | origin"],
                     id="in an item"),
        pytest.param('def old():\n    pass\n\ndef pace():\n    """Set it.\n\n    .. versionadded:: 5.3\n    """\n',
                     "celery/a.py", "5.3", [], id="at the end of a docstring"),
        pytest.param('class A:\n    def pace():\n        """\n        .. versionadded:: 5.3\n\n        Words.\n', "celery/a.py",
                     "5.3", ["versionadded | below | pace | words"], id="in a docstring"),
    ],
)  # fmt: skip
def test_marks(text: str, file: str, version: str, keys: list[str]) -> None:
    (mark,) = marks(text.split("\n"), file)
    assert (mark.version, list(mark.keys)) == (version, keys)
    assert ".. version" in text.split("\n")[mark.line - 1]


@pytest.mark.parametrize("text", [".. versionadded:: Kombu 5.6", ".. note:: 5.6", "See versionadded:: 5.6"])
def test_no_marks(text: str) -> None:
    assert not list(marks(text.split("\n"), "docs/a.rst"))
