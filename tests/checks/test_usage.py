"""What a sample defines, used as its page says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import usage
from harness.interfaces import Case
from harness.model import Call, Observation, Raised, Sent
from tests.checks.test_raised import observed

MakeCase = Callable[..., Case]

TASK = "@app.task\ndef fetch(url):\n    digest = md5(url).hexdigest()\n    return digest"
IN_SAMPLE = (
    'Traceback (most recent call last):\n  File "tasks.py", line 9, in fetch\n    digest = md5(url).hexdigest()\n'
)
BELOW = IN_SAMPLE + '  File "celery/app/task.py", line 9, in retry\n    raise ret\n'
CALL = Call(source="fetch.delay('x')")


def failed(traceback: str = IN_SAMPLE, kind: str = "TypeError") -> Raised:
    return Raised(type=kind, message="Strings must be encoded", line=0, name="", owner="", near=(), traceback=traceback)


def sent(raised: Raised | None) -> Sent:
    return Sent(id="1", name="tasks.fetch", state="FAILURE" if raised else "SUCCESS", result="", raised=raised)


def used(make_case: MakeCase, call: Call, observation: Observation, code: str = TASK) -> Case:
    return dataclasses.replace(make_case(code), called=((call, observation),))


@pytest.mark.parametrize(
    ("call", "observation", "text", "suggestion"),
    [
        pytest.param(
            CALL, observed(None, status="done", sent=(sent(failed()),)), "digest = md5(url).hexdigest()", None,
            id="a task fails in the worker, at a line of the sample",
        ),
        pytest.param(CALL, observed(failed()), "digest = md5(url).hexdigest()", None, id="it raises where it is called"),
        pytest.param(
            Call(source="assert fetch('x')", about="md5(url)", right="md5(url.encode())"), observed(failed("")),
            "md5(url)", "md5(url.encode())", id="the context says which words are wrong",
        ),
        pytest.param(
            Call(source="python -m pytest", shell=True, about="def fetch", right="def test_fetch"),
            observed(None, status="exit", code=5, output="\nno tests ran\n"), "def fetch", "def test_fetch",
            id="a command ends with a status",
        ),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, call: Call, observation: Observation, text: str, suggestion: str | None):
    case = used(make_case, call, observation)
    (finding,) = usage.find(case)
    assert (finding.rule, finding.blame) == ("fails-when-used", "docs")
    assert (finding.place.text, finding.suggestion) == (text, suggestion)
    assert usage.covers(case)


def test_the_context_says_how_bad_it_is(make_case: MakeCase):
    call = Call(source="fetch('x')", about="md5(url)", severity="silent")
    assert [finding.severity for finding in usage.find(used(make_case, call, observed(failed())))] == ["silent"]
    assert [finding.severity for finding in usage.find(used(make_case, CALL, observed(failed())))] == ["breaks"]


def said(message: str) -> Observation:
    return observed(dataclasses.replace(failed("", "AssertionError"), message=message))


@pytest.mark.parametrize(
    ("call", "observation", "claim", "message"),
    [
        pytest.param(
            Call(source="found = fetch('x')\nassert found, found", about="md5(url)", right="sha1(url)"),
            said("nothing is fetched\nassert None"),
            "digest = md5(url).hexdigest()",
            "used as the page says, nothing is fetched; did you mean sha1(url)?",
            id="what the context looks for is not there",
        ),
        pytest.param(
            CALL,
            observed(failed()),
            "digest = md5(url).hexdigest()",
            "used as the page says, it raises TypeError: Strings must be encoded",
            id="it raises",
        ),
        pytest.param(
            CALL,
            observed(None, status="done", sent=(sent(failed()),)),
            "digest = md5(url).hexdigest()",
            "used as the page says, the task tasks.fetch ends in FAILURE: TypeError: Strings must be encoded",
            id="a task fails",
        ),
        pytest.param(
            Call(source="python -m pytest", shell=True, about="def fetch"),
            observed(None, status="exit", code=5, output="\nno tests ran\n"),
            "def fetch(url):",
            "used as the page says, it ends with exit status 5: no tests ran",
            id="a command",
        ),
    ],
)
def test_speaks_of_the_page(make_case: MakeCase, call: Call, observation: Observation, claim: str, message: str):
    (finding,) = usage.find(used(make_case, call, observation))
    assert (finding.claim, finding.message) == (claim, message)
    assert call.source.splitlines()[-1] not in finding.message


@pytest.mark.parametrize(
    ("call", "observation"),
    [
        pytest.param(CALL, observed(None, status="done", sent=(sent(None),)), id="all is well"),
        pytest.param(CALL, observed(None, status="timeout"), id="nobody saw"),
        pytest.param(
            Call(source="fetch('x')", about="sha1(url)"), observed(failed()), id="the sample of this release is another"
        ),
    ],
)
def test_leaves_alone(make_case: MakeCase, call: Call, observation: Observation):
    assert list(usage.find(used(make_case, call, observation))) == []


@pytest.mark.parametrize(
    ("own", "observation", "count"),
    [
        pytest.param(observed(None, status="done"), said("it comes too late"), 1, id="what the context looks for"),
        pytest.param(observed(failed()), said("it comes too late"), 0, id="a sample that failed itself"),
        pytest.param(observed(None, status="done"), observed(failed()), 0, id="it raises, as what stands before it may have it"),
    ],
)  # fmt: skip
def test_behind_another_failure(make_case: MakeCase, own: Observation, observation: Observation, count: int):
    behind = dataclasses.replace(observation, reason="after-failure")
    case = used(make_case, Call(source="fetch('x')", about="md5(url)"), behind)
    assert len(list(usage.find(dataclasses.replace(case, observations=(own,))))) == count


def test_what_fails_further_down_is_left_to_a_person(make_case: MakeCase):
    (finding,) = usage.find(used(make_case, CALL, observed(failed(BELOW))))
    assert finding.blame == "undecided"


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"others": ("from proj.tasks import md5",)}, 0, id="another sample of the page binds the name"),
        pytest.param({}, 1, id="nothing on the page does"),
    ],
)
def test_a_name_that_the_readers_file_has(make_case: MakeCase, changes: dict[str, tuple[str, ...]], count: int):
    missing = dataclasses.replace(failed(kind="NameError"), name="md5")
    case = dataclasses.replace(make_case(TASK, **changes), called=((CALL, observed(missing)),))
    assert len(list(usage.find(case))) == count
