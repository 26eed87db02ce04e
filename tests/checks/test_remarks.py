"""Values that comments state, and assertions, against what Celery gives."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from harness.checks import remarks
from harness.interfaces import Case
from harness.model import Docs, Finding, Observation, Page, Raised, Sample, SampleKey, Sent, Target
from tests.conftest import make_sample

RESULT = "<AsyncResult: b90b287f-7e43-492c-a401-fc2580d70f0d>"


def sent(result: str, state: str = "SUCCESS") -> Sent:
    return Sent(id="1", name="tasks.f", state=state, result=result, raised=None)


def observed(source: str, first: int = 0, **changes: Any) -> Observation:
    blank = Observation(
        plan="p", step=first, sample=SampleKey("s"), docs="5.7.0", target="t", status="done", source=source,
        first=first, shown=None, output="", value=None, raised=None, code=None, sent=(), warnings=(), log="",
        reason="", seconds=0.1,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def make_case(sample: Sample, *steps: Observation) -> Case:
    return Case(
        docs=Docs(version="5.7.0", root="/", sha256=""),
        page=Page(name="page", file=sample.file, title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=steps,
    )  # fmt: skip


def find(source: str, before: str = "", language: str = "python", lead: str = "", **changes: Any) -> list[Finding]:
    """What is said of a sample of two steps, the second of which ends as `changes` say."""
    prompt = ">>> " if language == "pycon" else ""
    code = "\n".join(prompt + line for text in (before, source) if text for line in text.split("\n"))
    sample = make_sample(code, language, lead=lead)
    first = len(before.split("\n")) if before else 0
    steps = [observed(before)] if before else []
    return list(remarks.find(make_case(sample, *steps, observed(source, first, **changes))))


BEFORE = "partial = subtract.s(10)"
FINDS = [
    pytest.param(
        "partial.delay(30)  # -> subtract(30, 10) = 21", {"value": RESULT, "sent": (sent("20"),)},
        ("21", 11, "20", "docs"), id="what a task returns",
    ),
    pytest.param("partial.x  # => 5", {"value": "4"}, ("5", 11, "4", "docs"), id="a value"),
    pytest.param("partial.x  # returns 'b'", {"value": "'a'"}, ("'b'", 11, "'a'", "docs"), id="in a word"),
    pytest.param(
        "print(partial.x)  # -> 1\ny = 2\nprint(partial.y)  # -> None", {"output": "1\n3\n"},
        ("None", 13, "3", "docs"), id="what is printed second",
    ),
    pytest.param(
        "partial.delay(4)  # 4 + 2", {"value": RESULT, "sent": (sent("8"),)}, ("4 + 2", 11, None, "undecided"),
        id="a sum, which may mean something else",
    ),
]  # fmt: skip


@pytest.mark.parametrize("language", ["python", "pycon"])
@pytest.mark.parametrize(("source", "changes", "expected"), FINDS)
def test_finds(source: str, changes: dict[str, Any], expected: tuple[str, int, str | None, str], language: str):
    (found,) = find(source, BEFORE, language, **changes)
    assert (found.place.text, found.place.line, found.suggestion, found.blame) == expected
    assert found.rule in remarks.rules


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        pytest.param(
            "partial.delay(30)  # -> subtract(30, 10) = 20", {"value": RESULT, "sent": (sent("20"),)}, id="equal"
        ),
        pytest.param("partial.delay(4)  # 4 + 2", {"value": RESULT, "sent": (sent("6"),)}, id="an equal sum"),
        pytest.param("partial.delay(4)  # -> add(4, 2)", {"value": RESULT, "sent": (sent("7"),)}, id="no value"),
        pytest.param("partial.delay(4)  # 4 times", {"value": RESULT, "sent": (sent("7"),)}, id="prose with a number"),
        pytest.param("partial.delay(4)  # same", {"value": RESULT, "sent": (sent("7"),)}, id="prose"),
        pytest.param("partial.delay(4)  # -> 6", {"value": RESULT, "sent": (sent("7", "SENT"),)}, id="not seen to end"),
        pytest.param("partial.delay(4)  # -> 6", {"value": RESULT, "sent": (sent("7"), sent("8"))}, id="several tasks"),
        pytest.param("partial.delay(4)  # -> 6", {"value": RESULT}, id="nothing sent"),
        pytest.param("x = 60 * 60  # -> 1 hour", {}, id="an assignment"),
        pytest.param("partial.x  # -> 4\npartial.y", {"value": "5"}, id="not the last value"),
        pytest.param("print(partial.x)  # -> 1\nprint('a', 'b')", {"output": "2\na b\n"}, id="other prints beside it"),
        pytest.param("print(partial.x)  # -> 1", {"output": "2\n3\n"}, id="more lines than prints"),
        pytest.param("partial.x  # -> 4", {"value": "<object at 0x1>"}, id="an object"),
        pytest.param("partial.x  # -> 4", {"value": "5", "status": "timeout"}, id="a step that was not done"),
        pytest.param("partial.x  # 9 ** 9 ** 9", {"value": "5"}, id="nobody's sum"),
    ],
)
def test_leaves_alone(source: str, changes: dict[str, Any]):
    assert find(source, BEFORE, **changes) == []


def test_a_variable_from_nowhere_is_left_to_a_person():
    (found,) = find("mystery.x  # -> 4", value="5")
    assert (found.blame, found.suggestion) == ("undecided", None)


def test_history_is_no_claim():
    assert find("partial.x  # -> 4", BEFORE, lead="It used to be so:", value="5") == []


def failed(line: int) -> dict[str, Any]:
    raised = Raised(type="AssertionError", message="", line=line, name="", owner="", near=(), traceback="")
    return {"status": "raised", "raised": raised}


def test_an_assertion_that_does_not_hold():
    (found,) = find("y = 1\nassert partial.x == 4", BEFORE, **failed(2))
    assert (found.blame, found.rule, found.place.line) == ("docs", "wrong-output-assertion", 12)
    assert found.place.text == "assert partial.x == 4"
    (found,) = find("assert mystery.x == 4", **failed(1))
    assert found.blame == "undecided"


@pytest.mark.parametrize(
    ("source", "line"),
    [("assert partial.ready()", 1), ("check(partial)", 1), ("def f():\n    assert 1 == 2", 2)],
    ids=["no equality", "within another function", "not at the top"],
)
def test_other_assertions_are_another_checks(source: str, line: int):
    assert find(source, BEFORE, **failed(line)) == []


def test_it_covers_what_was_seen():
    sample = make_sample("f.delay(1)  # -> 2")
    step = observed("f.delay(1)  # -> 2", value=RESULT, sent=(sent("2"),))
    assert remarks.covers(make_case(sample, step))
    assert not remarks.covers(make_case(sample))
    assert not remarks.covers(make_case(sample, dataclasses.replace(step, source="f.delay(1)")))
