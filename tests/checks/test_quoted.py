"""What the docs say, as messages tell it, and as it is written."""

from __future__ import annotations

import pytest

from harness.checks import _quoted
from harness.model import Place

LONG = "word " * 30


@pytest.mark.parametrize(
    ("before", "text", "after", "expected"),
    [
        pytest.param("It is ", "so", ".", "It is so.", id="all of a short sentence"),
        pytest.param("", "It is\n    #: so", ".", "It is so.", id="a comment that is documentation"),
        pytest.param("#: It is\n#: ", "so", ".\n#:", "It is so.", id="the beginning of such a comment"),
        pytest.param('def f():\n    """It is ', "so", '."""', "def f(): It is so.", id="a docstring"),
        pytest.param("", "It is so", '.\n    """', "It is so.", id="the end of a docstring"),
        pytest.param("``", "consume", "(tokens)`` is", "consume(tokens) is", id="markup around it"),
        pytest.param("", ":meth:`~@AsyncResult.get`", " waits", "AsyncResult.get waits", id="a role"),
        pytest.param("", ":attr:`@-Task.name`", "", "Task.name", id="a role of an application's"),
        pytest.param("", ":class:`Database <celery.worker.state>`", "", "Database", id="a role with a title"),
        pytest.param("Above.\n\nIt is\n", "so", ".\n\nBelow.", "It is so.", id="its paragraph"),
        pytest.param("Say:\n\n.. code-block:: python\n\n    x = ", "1", "\n\nand", "x = 1", id="not the directive"),
        pytest.param("", "Say so:\n\n.. code-block:: python\n\n  x = 1", "", "Say so …", id="what goes over into code"),
    ],
)
def test_a_passage(before, text, after, expected):
    assert _quoted.passage(f"{before}{text}{after}", len(before), text) == expected


def test_a_passage_reads_in_one_line():
    said = _quoted.passage(f"{LONG}here {LONG}", len(LONG), "here")
    assert "here" in said
    assert said.startswith("… word")
    assert said.endswith("word …")
    assert len(said) <= _quoted.QUOTED + 2


@pytest.mark.parametrize(
    ("right", "text", "column", "indent", "expected"),
    [
        pytest.param("It is so.", "It is.", 1, 0, "It is so.", id="one line"),
        pytest.param("word " * 20 + "end.", "It is.", 5, 4, " ".join(["word"] * 15) + "\n    word word word word word end.",
                     id="one line that becomes too long"),
        pytest.param("It is so.", "It\n  is.", 5, 2, "It is so.", id="one that is short enough"),
        pytest.param("word " * 14 + ":program:`celery beat` ends.", "It is.", 1, 0,
                     "word " * 13 + "word\n:program:`celery beat` ends.", id="not within markup"),
        pytest.param(">>> f()\n1", ">>> f()", 5, 4, ">>> f()\n    1", id="lines of its own"),
        pytest.param("- It is so, and\n  so.", "- It is.", 5, 6, "- It is so, and\n      so.", id="an item with its mark"),
        pytest.param("It is so,\nand so.", "It is.", 7, 6, "It is so,\n      and so.", id="an item without its mark"),
        pytest.param("    1\n\nIt is so.", "2\n\nIt is\nnot.", 5, 4, "1\n\nIt is so.", id="code, and what is said of it"),
    ],
)  # fmt: skip
def test_what_is_right_is_laid_out_as_the_docs_are(right, text, column, indent, expected):
    place = Place(docs="1", file="f.rst", line=1, column=column, end_line=1 + text.count("\n"), text=text)
    assert _quoted.laid_out(right, place, indent) == expected
