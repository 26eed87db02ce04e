"""Lists of what signals, events and requests have, and signatures over several lines."""

from __future__ import annotations

import pytest

from harness.extract.arguments import balanced
from tests.extract.conftest import SmallDocs

SIGNALS = """\
.. signal:: sent

``sent``
--------

Provides arguments:

* ``one``

    The first, beside ``another``.

* ``two``
    The second.

Possible values are:

* ``three``

``late``
--------

.. signal:: late

Provides arguments

* ``four``

Another
-------

Provides arguments:

* ``five``
"""

EVENTS = """\
.. event:: task-sent

task-sent
~~~~~~~~~

:signature: ``task-sent(uuid, name,
              queue)``
:note: ``task-sent(other)``

Text
~~~~

:signature: ``task-lost(uuid)``
"""

REQUEST = """\
Request
=======

:before: Nothing.

The request defines the following attributes:

:id: The id.

:reply-to: The queue, an id.

.. versionadded:: 4.0

:root_id: Another id.

Below
=====

:after: Nothing.
"""


def parts(small_docs: SmallDocs, content: str, kind: str) -> list[tuple[int, int, str, dict[str, str]]]:
    claims = small_docs.read(content).page.claims
    return [(each.line, each.column, each.subject, dict(each.fields)) for each in claims if each.kind == kind]


def test_arguments_of_signals(small_docs: SmallDocs) -> None:
    assert parts(small_docs, SIGNALS, "argument") == [
        (8, 5, "one", {"signal": "sent"}),
        (12, 5, "two", {"signal": "sent"}),
        (26, 5, "four", {"signal": "late"}),
    ]


def test_fields_of_events(small_docs: SmallDocs) -> None:
    fields = {"event": "task-sent"}
    assert parts(small_docs, EVENTS, "field") == [
        (6, 25, "uuid", fields),
        (6, 31, "name", fields),
        (7, 15, "queue", fields),
    ]


def test_attributes_of_a_request(small_docs: SmallDocs) -> None:
    owner = {"owner": "request"}
    assert parts(small_docs, REQUEST, "attribute") == [
        (8, 2, "id", owner),
        (10, 2, "reply-to", owner),
        (14, 2, "root_id", owner),
    ]


def test_a_signature_over_two_lines_is_one_claim(small_docs: SmallDocs) -> None:
    content = ".. method:: timer.after(secs, fun,\n                        args=())\n            timer.stop()\n"
    claims = [each for each in small_docs.read(content).page.claims if each.kind == "object"]
    assert [(each.line, each.column, each.subject, each.fields["signature"]) for each in claims] == [
        (1, 13, "timer.after", "timer.after(secs, fun, args=())"),
        (3, 13, "timer.stop", "timer.stop()"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a()\n\n  b()", ["a()", "b()"], id="lines"),
        pytest.param("a(x,\n   y)\nb", ["a(x,\n   y)", "b"], id="a bracket joins"),
        pytest.param("a(x\nb", ["a(x", "b"], id="one that is never closed does not"),
        pytest.param("a)\nb", ["a)", "b"], id="one that was never opened"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_balanced(text: str, lines: list[str]) -> None:
    assert list(balanced(text)) == lines
