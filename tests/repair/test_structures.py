"""What leaves a list, a table, a signature or a class, and what stays because something else would be left wrong."""

from __future__ import annotations

import pytest

from harness.model import Place
from harness.repair import diffs, structures
from harness.repair.edit import Edit
from tests.repair.making import FILE, place_of, sample_of


def made(text: str, edits: list[Edit] | None) -> str | None:
    return None if edits is None else diffs.edited(text, edits)


BUNDLES = """\
Bundles
-------

:``celery[redis]``:
    for using Redis.

:``celery[riak]``:
    for using Riak
    as a result backend.

:``celery[msgpack]``:
    for using MessagePack.
"""

STORES = """\
- **Result Stores**

    - Redis, `Google Cloud`_, Riak
    - MongoDB

Riak, too.
"""


@pytest.mark.parametrize(
    ("text", "wrong", "nth", "expected"),
    [
        pytest.param(
            BUNDLES, "riak", 0,
            BUNDLES.replace(":``celery[riak]``:\n    for using Riak\n    as a result backend.\n\n", ""),
            id="a field goes with its text",
        ),
        pytest.param(BUNDLES, "msgpack", 0, None, id="nobody knows where the last field ends"),
        pytest.param(
            BUNDLES.replace("riak]``:", "riak,solar]``:"), "riak", 0, None, id="the field is about something else, too"
        ),
        pytest.param("Use ``celery[riak]``::\n\n    x\n\nUse ``celery[redis]``::\n", "riak", 0, None, id="a sentence"),
        pytest.param(STORES, "Riak", 0, STORES.replace(", Riak\n", "\n"), id="the last of several"),
        pytest.param(STORES, "Redis", 0, STORES.replace("Redis, ", ""), id="the first of several"),
        pytest.param(STORES, "MongoDB", 0, None, id="the only word of its item"),
        pytest.param(STORES, "Riak", 1, None, id="no item of a list"),
        pytest.param("- Stores: Redis, Riak and others\n", "Riak", 0, None, id="an item that is a sentence"),
        pytest.param("- Redis, Riak\n  (with limits)\n", "Riak", 0, None, id="an item that goes on"),
    ],
)  # fmt: skip
def test_items(text: str, wrong: str, nth: int, expected: str | None):
    assert made(text, structures.without_item(place_of(text, wrong, nth=nth), text.split("\n"))) == expected


TABLE = """\
============= ===========
**Old**       **New**
============= ===========
``OLD_ONE``   :x:`one`
``VERY_LONG_OLD_NAME`` :x:`two`
``ALSO_LONG_OLD``:x:`three`
``OLD_FOUR``  Use four.
============= ===========
"""
WIDE = """\
====================== ===========
**Old**                **New**
====================== ===========
``OLD_ONE``            :x:`one`
``VERY_LONG_OLD_NAME`` :x:`two`
``ALSO_LONG_OLD``      :x:`three`
``OLD_FOUR``           Use four.
====================== ===========
"""
MALFORMED = "Sphinx: Malformed table. Text in column margin in table line 5."


@pytest.mark.parametrize(
    ("text", "observed", "expected"),
    [
        pytest.param(TABLE, MALFORMED, WIDE, id="the first column gets as wide as its longest cell"),
        pytest.param(TABLE, "Sphinx: Malformed table. No bottom table border found.", None, id="another mistake"),
        pytest.param(TABLE.replace("``VERY", "``VERY LONG"), MALFORMED, None, id="what the first cell is is not plain"),
        pytest.param(
            TABLE.replace("=\n", "= ===\n"), MALFORMED, None, id="more columns: whose margin it is is not plain"
        ),
        pytest.param(TABLE.replace("``OLD_ONE`` ", "            "), MALFORMED, None, id="a row that goes on"),
    ],
)
def test_tables(text: str, observed: str, expected: str | None):
    place = place_of(text, text.split("\n")[4])
    assert made(text, structures.widened(place, observed, text.split("\n"))) == expected


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        pytest.param("ALSO_LONG_OLD", TABLE.replace("``ALSO_LONG_OLD``:x:`three`\n", ""), id="a row"),
        pytest.param("OLD_FOUR", None, id="the last row"),
        pytest.param("two", None, id="not the first cell"),
    ],
)
def test_rows(wrong: str, expected: str | None):
    assert made(TABLE, structures.without_row(place_of(TABLE, wrong), TABLE.split("\n"))) == expected


def test_a_row_that_goes_needs_no_blanks():
    lines = TABLE.split("\n")
    wide = structures.widened(place_of(TABLE, lines[4]), MALFORMED, lines)
    row = structures.without_row(place_of(TABLE, "ALSO_LONG_OLD"), lines)
    assert wide is not None
    assert row is not None
    assert diffs.edited(TABLE, [*wide, *row]) == WIDE.replace("``ALSO_LONG_OLD``      :x:`three`\n", "")
    together, left_out = diffs.merge(
        {str(number): diffs.unified(FILE, TABLE, edits) for number, edits in enumerate((wide, row))}
    )
    assert not left_out
    assert diffs.apply(TABLE, FILE, diffs.parse(together)[FILE]) == diffs.edited(TABLE, [*wide, *row])


DESCRIBED = """\
.. method:: consumer.bucket_for(type, Bucket=TokenBucket, size=(1, 2))

    Makes a bucket.
"""
TAKES = "celery.worker.Consumer.bucket_for takes type"


@pytest.mark.parametrize(
    ("text", "wrong", "observed", "expected"),
    [
        pytest.param(DESCRIBED, "Bucket=", TAKES, DESCRIBED.replace(", Bucket=TokenBucket", ""), id="with its default"),
        pytest.param(
            DESCRIBED.replace("=TokenBucket", ""), "Bucket", TAKES, DESCRIBED.replace(", Bucket=TokenBucket", ""),
            id="without one",
        ),
        pytest.param(DESCRIBED, "Bucket=", "C.bucket_for takes type, kind=None", None, id="another may be meant"),
        pytest.param(DESCRIBED, "size", TAKES, None, id="a default with a comma"),
        pytest.param(DESCRIBED, "type", "C.bucket_for takes nothing", None, id="the first one"),
        pytest.param(
            DESCRIBED.replace("a bucket.", "a ``Bucket``."), "Bucket=", TAKES, None, id="the text speaks of it"
        ),
    ],
)  # fmt: skip
def test_parameters(text: str, wrong: str, observed: str, expected: str | None):
    place = place_of(text, wrong.rstrip("="))
    claim = text.split("::")[1].split("\n")[0].strip()
    assert made(text, structures.without_parameter(place, claim, observed, text.split("\n"))) == expected


CLASS = """\
class Info(Step):

    def start(self):
        print('hi')

    app = Celery()
    app.steps['worker'].add(Info)"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            CLASS,
            CLASS.replace("    app = Celery()\n    app.steps", "app = Celery()\napp.steps"),
            id="what makes the application goes with what uses the class",
        ),
        pytest.param(CLASS.replace("app = Celery()", "name = 'x'"), None, id="an attribute of the class's"),
        pytest.param("class Info(Step):\n    requires = {1}\n    app.add(Info)", None, id="no method before it"),
        pytest.param(CLASS.replace("class Info", "class Other"), None, id="another class"),
        pytest.param(CLASS + "\n\n    def stop(self):\n        pass", None, id="a method behind it"),
    ],
)
def test_statements_of_a_class(code: str, expected: str | None):
    indented = "\n".join(("    " + line).rstrip() for line in code.split("\n"))
    text = f"Like this::\n\n{indented}\n\nMore.\n"
    place = place_of(text, "Info", nth=text.count("Info") - 1)
    found = made(text, structures.after_class(place, sample_of(text, code), text.split("\n")))
    right = None if expected is None else "\n".join(("    " + line).rstrip() for line in expected.split("\n"))
    assert found == (None if right is None else f"Like this::\n\n{right}\n\nMore.\n")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("for t in app.tasks:\n    build(\n        t, 'é', host\n    )", "'é', host, app=app", id="several lines"),
        pytest.param("for t in app.tasks:\n    build(t, host=1)", "host=1, app=app", id="one line"),
        pytest.param("for t in tasks:\n    build(t, host)", None, id="nothing of the name is there"),
        pytest.param("for t in app.tasks:\n    build()", None, id="nothing is given"),
        pytest.param("build(app); build(app)", None, id="two calls"),
    ],
)  # fmt: skip
def test_arguments(code: str, expected: str | None):
    indented = "\n".join("    " + line for line in code.split("\n"))
    text = f"Like this::\n\n{indented}\n"
    edits = structures.with_argument(place_of(text, "build"), "app", sample_of(text, code))
    assert (made(text, edits) is None) == (expected is None)
    if expected is not None:
        assert expected in str(made(text, edits))


def test_nothing_is_done_behind_the_end():
    place = Place(docs="5.7.0", file=FILE, line=99, column=1, end_line=99, text="x")
    assert structures.without_item(place, ["x"]) is None
    assert structures.without_row(place, ["x"]) is None
    assert structures.without_parameter(place, "f(x)", "f takes nothing", ["x"]) is None


LABELLED = """\
Text.

.. _amqp-primer:


Priorities
----------

What goes first.

AMQP Primer
-----------
"""
ABOVE = LABELLED.replace("AMQP", "-----------\nAMQP")


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        pytest.param(LABELLED, 11, LABELLED.replace(".. _amqp-primer:\n\n\n", "").replace(
            "AMQP", ".. _amqp-primer:\n\nAMQP"), id="to another title"),
        pytest.param(ABOVE, 12, ABOVE.replace(".. _amqp-primer:\n\n\n", "").replace(
            "-----------\nAMQP", ".. _amqp-primer:\n\n-----------\nAMQP"), id="with a line above it"),
        pytest.param(LABELLED.replace("first.\n\n", "first.\n"), 10, None, id="nothing parts it from what is before"),
        pytest.param(LABELLED, 1, None, id="a title before it"),
        pytest.param(LABELLED, 99, None, id="no such line"),
    ],
)  # fmt: skip
def test_labels(text: str, number: int, expected: str | None):
    place = place_of(text, ".. _amqp-primer:")
    assert made(text, structures.moved_label(place, number, text.split("\n"))) == expected
