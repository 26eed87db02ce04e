"""Shown tracebacks that nothing of the release prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import shown_errors
from harness.interfaces import Case

MakeCase = Callable[..., Case]
FACTS = {
    "modules": {
        "celery.result": {"file": "celery/result.py"},
        "amqp.transport": {"file": "amqp/transport.py"},
    }
}
HEADER = "Traceback (most recent call last):\n"


def shown(make_case: MakeCase, code: str, language: str = "pytb", **changes: str) -> Case:
    return replace(make_case(code, language, **changes), facts=FACTS)


@pytest.mark.parametrize(
    ("line", "rule", "wrong", "right"),
    [
        pytest.param("ImportError: No module named 'x'", "old-error", "ImportError", "ModuleNotFoundError", id="new"),
        pytest.param("ImportError: No module named x", "old-error", "ImportError", "ModuleNotFoundError", id="bare"),
        pytest.param(
            "ImportError: No module named 'bz2'", "old-error", "ImportError: No module named 'bz2'",
            "ModuleNotFoundError: No module named '_bz2'", id="a module that is always there",
        ),
        pytest.param("ImportError: No module named 'zlib'", "old-error", "ImportError", "ModuleNotFoundError", id="built in"),
        pytest.param("E: raised ValueError('no, no',)", "old-error", "ValueError('no, no',)", "ValueError('no, no')",
                     id="a comma"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, line: str, rule: str, wrong: str, right: str | None) -> None:
    (finding,) = shown_errors.find(shown(make_case, HEADER + line))
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, wrong, right)


def test_modules_that_are_not_found_are_one_mistake(make_case: MakeCase) -> None:
    code = f"{HEADER}ImportError: No module named 'zlib'\n\n{HEADER}ImportError: No module named 'gzip'"
    one, other = shown_errors.find(shown(make_case, code))
    assert one.subject == other.subject
    assert other.message.endswith("gzip itself is always there, and it is zlib that is not found")


def test_finds_in_a_session(make_case: MakeCase) -> None:
    (finding,) = shown_errors.find(
        shown(make_case, f">>> import bz2\n{HEADER}ImportError: No module named 'bz2'", "pycon")
    )
    assert finding.place.line == 12


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(HEADER + '  File "celery/result.py", line 1, in get', id="there"),
        pytest.param(HEADER + '  File "*/celery/backends/amqp.py", line 1, in x', id="a file of the writer's run"),
        pytest.param(HEADER + '  File "/opt/celery/py-amqp/amqp/transport.py", line 1, in x', id="of another package"),
        pytest.param(HEADER + '  File "proj/tasks.py", line 1, in add', id="a reader's"),
        pytest.param(HEADER + '  File "<stdin>", line 1, in <module>', id="no file"),
        pytest.param(HEADER + "ImportError: cannot import name 'x' from 'y'", id="a name"),
        pytest.param("ImportError: No module named 'bz2'", id="no traceback"),
        pytest.param(HEADER + "ValueError('a', 'b')", id="two arguments"),
        pytest.param(f"{HEADER}ValueError: x\n\n>>> ValueError('x',)", id="typed"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str) -> None:
    assert list(shown_errors.find(shown(make_case, code))) == []


def test_leaves_history_alone(make_case: MakeCase) -> None:
    case = shown(make_case, HEADER + "ImportError: No module named 'bz2'", lead="In earlier versions this was shown:")
    assert list(shown_errors.find(case)) == []
