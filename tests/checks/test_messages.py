"""Messages, routes and results shown as data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import messages
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "language", "rule", "place", "suggestion"),
    [
        pytest.param(
            "{'task': 'a',\n 'argrepr': '()', 'id': 1}",
            "javascript",
            "unknown-field",
            (11, 7, "argrepr"),
            "argsrepr",
            id="message",
        ),
        pytest.param(
            '{"status": "X", "task_id": 1, "traceback": null, "results": 2} // stored',
            "json",
            "unknown-field",
            (10, 55, "results"),
            "result",
            id="result, with a comment",
        ),
        pytest.param(
            "{'queue': 'a', 'routing_keys': 'b'}",
            "text",
            "unknown-field",
            (10, 21, "routing_keys"),
            "routing_key",
            id="route",
        ),
        pytest.param(
            "{'timelimit': (3.0, 10.0)}",
            "text",
            "wrong-order",
            (10, 19, "(3.0, 10.0)"),
            "(10.0, 3.0)",
            id="lower first",
        ),
        pytest.param(
            "headers = {\n    'timelimit': (soft, hard),\n    'x': string y z\n}",
            "python",
            "wrong-order",
            (11, 22, "(soft, hard)"),
            "(hard, soft)",
            id="names, in what is no Python",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, rule: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = messages.find(make_case(code, language))
    assert (finding.rule, finding.suggestion) == (rule, suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("{'task': 'a', 'id': 1, 'argsrepr': ''}", "javascript", id="all known"),
        pytest.param("{'task': 'a', 'id': 1, 'mine': 2}", "javascript", id="like none"),
        pytest.param("{'name': 'a', 'argrepr': 1}", "javascript", id="not told what it is"),
        pytest.param("{'queue': 'a', 'b': 1, 'c': 2, 'routing_keys': 3}", "text", id="most are unknown"),
        pytest.param("{'queue': call(), 'routing_keys': 1}", "text", id="no data"),
        pytest.param("{'timelimit': (10, 3)}", "text", id="order of the release"),
        pytest.param("{'timelimit': (None, 10)}", "text", id="one limit"),
        pytest.param("{'timelimit': (first, second)}", "text", id="names that tell nothing"),
        pytest.param("{'queue': 'a', 'routing_keys': 1", "text", id="not closed"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str):
    assert list(messages.find(make_case(code, language))) == []


def test_covers(make_case: MakeCase):
    assert messages.covers(make_case("{'queue': 'a'}\nhello", "text"))
    assert not messages.covers(make_case("{'mine': 'a'}", "text"))
    assert not messages.covers(make_case("{'queue': 'a'}", "text", historical=True))
