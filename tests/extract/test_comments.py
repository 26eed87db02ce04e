"""Comments that document attributes: the ones that Sphinx shows, where each of their characters stands."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from harness.extract import docstrings
from harness.extract.text import split
from tests.extract.conftest import SmallDocs

MODULE = """\
#: Of the module: ``a``.
FIRST = 1

#: Not above an assignment: ``lost``.

SECOND = 2  #: Behind it: ``b``.
THIRD = [
    1,  #: Of an item: ``lost``.
]  #: Behind its end: ``c``.
TEXT = "no comment  #: ``lost``"


class Thing:
    #: Above, on more lines:
    #: ``d``.
    #:
    #: * :attr:`own`
    #:\t``e``
    own = None

    # A remark: ``lost``.
    #: ``f``
    one = two = 3

    def __init__(self):
        #: Of instances: ``g``.
        self.given = self.own = None
        #: Of nothing that is shown: ``lost``.
        local = None

    def act(self):
        #: Of nothing that is shown: ``lost``.
        self.more = None


if FIRST:
    #: ``h``
    LAST: int
"""


def test_what_is_shown(small_docs: SmallDocs) -> None:
    found = [
        (c.scope.removeprefix("celery.thing."), c.line, c.column, c.subject)
        for c in small_docs.module(MODULE).page.claims
    ]
    assert found == [
        ("FIRST", 1, 21, "a"),
        ("SECOND", 6, 29, "b"),
        ("THIRD", 9, 25, "c"),
        ("Thing.own", 15, 10, "d"),
        ("Thing.own", 17, 17, "own"),
        ("Thing.own", 18, 10, "e"),
        ("Thing.one", 22, 10, "f"),
        ("Thing.given", 26, 28, "g"),
        ("LAST", 37, 10, "h"),
    ]


def test_a_sample(small_docs: SmallDocs) -> None:
    page = small_docs.module(
        "class A:\n    #: As::\n    #:\n    #:     x = 1\n    #:     y = 2\n    #:\n    #: so.\n    b = 1\n"
    ).page
    assert [(s.scope, s.lines, s.columns, s.code) for s in page.samples] == [
        ("celery.thing.A.b", (4, 5), (12, 12), "x = 1\ny = 2")
    ]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("#: ``x``", id="one line"),
        pytest.param("#:``x``", id="without a blank"),
        pytest.param("#: * ``x``\n#:\n#:   goes on\n#: and on", id="of some depth"),
        pytest.param("#:\n#: ``x``\n#:", id="blank lines around"),
        pytest.param("#:   ``x``\n#:   y", id="with a margin of its own"),
    ],
)
def test_as_sphinx_reads_it(comment: str) -> None:
    parser = pytest.importorskip("sphinx.pycode.parser")
    source = f"{comment}\nA = 1\n"
    read = parser.Parser(source)
    read.parse()
    text, [one], problems = docstrings.read(Path("x.py"), "x.py", split(source))
    assert problems == []
    shown = "\n".join(text.lines[one.first : one.first + one.count])
    assert shown == re.sub(r" +$", "", read.comments["", "A"].strip("\n"), flags=re.M)
    for index in range(one.first, one.first + one.count):
        for offset, character in enumerate(text.lines[index]):
            spot = text.spot(index, offset)
            assert split(source)[spot.line - 1][spot.column - 1] == character
    assert ast.parse(source)
