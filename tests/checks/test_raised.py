"""The check of what a run raised: what it must find, and what it must leave to a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import _unfit, raised
from harness.interfaces import Case
from harness.model import Docs, Observation, Page, Raised, Sample, Sent, Target
from tests.conftest import make_sample

NO_ATTRIBUTE = Raised(
    type="AttributeError",
    message="'Control' object has no attribute 'revoke_by_stamped_header'",
    line=1,
    name="revoke_by_stamped_header",
    owner="celery.app.control.Control",
    near=("revoke_by_stamped_headers",),
    traceback="",
)


def observed(error: Raised | None, **changes) -> Observation:
    blank = Observation(
        plan="page:1", step=0, sample=None, docs="1", target="celery54-redis", status="raised", source="", first=0,
        shown=None, output="", value=None, raised=error, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def case(sample: Sample | None, *observations: Observation) -> Case:
    return Case(
        docs=Docs(version="1", root="/", sha256=""),
        page=Page(name="page", file="docs/page.rst", title="", samples=(), claims=(), problems=()),
        target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery54-redis",
        sample=sample,
        observations=observations,
    )


CALL = ">>> x = 1\n>>> app.control.revoke_by_stamped_header({})"


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NO_ATTRIBUTE, id="attribute of an object of Celery's"),
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="ImportError", owner="celery.canvas"), id="import"),
    ],
)
def test_finds(sample: Callable[..., Sample], error: Raised):
    (finding,) = raised.find(case(sample(CALL, "pycon"), observed(error, first=1)))
    assert (finding.rule, finding.blame) == ("unknown-name", "docs")
    assert finding.suggestion == "revoke_by_stamped_headers"
    assert finding.token == "revoke_by_stamped_header"
    assert (finding.place.line, finding.place.column, finding.place.text) == (11, 21, "revoke_by_stamped_header")


def test_a_name_of_another_case_is_not_what_was_meant(sample: Callable[..., Sample]):
    error = dataclasses.replace(NO_ATTRIBUTE, type="ImportError", owner="celery", name="task", near=("Task",))
    (finding,) = raised.find(case(sample(">>> from celery import task", "pycon"), observed(error)))
    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("source", "kind", "suggestion"),
    [
        pytest.param("app.amqp.get_queues()", "property", None, id="a property cannot be called"),
        pytest.param("app.amqp.get_queues ()", "data", None, id="nor can data"),
        pytest.param("app.amqp.get_queues()", "method", "queues", id="a method can"),
        pytest.param("app.amqp.get_queues()", None, "queues", id="nothing is known of it"),
        pytest.param("app.amqp.get_queues", "property", "queues", id="the page does not call it"),
    ],
)
def test_what_the_page_calls_has_to_be_callable(
    sample: Callable[..., Sample], source: str, kind: str | None, suggestion: str | None
):
    owner = "celery.app.amqp.AMQP"
    error = dataclasses.replace(NO_ATTRIBUTE, owner=owner, name="get_queues", near=("queues",))
    given = case(sample(f">>> {source}", "pycon"), observed(error, source=source))
    facts = {"classes": {owner: {"members": {"queues": {"kind": kind}} if kind else {}}}}
    (finding,) = raised.find(dataclasses.replace(given, facts=facts))
    assert finding.suggestion == suggestion


def test_a_missing_module_is_another_mistake_than_a_missing_name(sample: Callable[..., Sample]):
    error = dataclasses.replace(NO_ATTRIBUTE, type="ModuleNotFoundError", owner="celery", name="task", near=())
    (finding,) = raised.find(case(sample(">>> import celery.task", "pycon"), observed(error)))
    assert (finding.subject, finding.token) == ("name:celery.task", "")


def test_a_missing_module_is_told_with_its_path(sample: Callable[..., Sample]):
    error = dataclasses.replace(
        NO_ATTRIBUTE, type="ModuleNotFoundError", owner="celery.utils", name="timr", near=("timer2", "time")
    )
    (finding,) = raised.find(case(sample(">>> from celery.utils.timr import x", "pycon"), observed(error)))
    assert (finding.place.text, finding.suggestion) == ("celery.utils.timr", "celery.utils.timer2")


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, owner="proj.tasks.Thing"), {}, id="a class of the reader's"),
        pytest.param(
            dataclasses.replace(NO_ATTRIBUTE, owner="NoneType"), {}, id="a builtin: something else went wrong"
        ),
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="ValueError", name=""), {}, id="another exception"),
    ],
)
def test_leaves_to_a_person(sample: Callable[..., Sample], error: Raised, changes):
    (finding,) = raised.find(case(sample(CALL, "pycon", **changes), observed(error, first=1)))
    assert finding.blame == "undecided"
    assert finding.token == ""


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="NameError", owner=""), {}, id="a name of nobody's"),
        pytest.param(NO_ATTRIBUTE, {"lead": "The old method no longer exists:"}, id="announced by the sentence before"),
        pytest.param(NO_ATTRIBUTE, {"headings": ("Page", "Removed names")}, id="announced by the heading"),
    ],
)
def test_says_nothing_of_what_is_excused(sample: Callable[..., Sample], error: Raised, changes):
    assert not list(raised.find(case(sample(CALL, "pycon", **changes), observed(error, first=1))))


@pytest.mark.parametrize(
    "observation",
    [
        pytest.param(observed(None, status="done"), id="nothing raised"),
        pytest.param(observed(NO_ATTRIBUTE, shown="Traceback (most recent call last):"), id="a traceback is shown"),
        pytest.param(observed(NO_ATTRIBUTE, shown="AttributeError: 'Control' …"), id="the exception is shown"),
    ],
)
def test_leaves_alone(sample: Callable[..., Sample], observation: Observation):
    assert not list(raised.find(case(sample(CALL, "pycon"), observation)))


BAD_CALL = dataclasses.replace(
    NO_ATTRIBUTE, type="TypeError", message="add() missing 2 required positional arguments: 'x' and 'y'", name=""
)


def test_finds_calls_whose_arguments_do_not_fit(sample: Callable[..., Sample]):
    call = ">>> add.apply_async(queue='high')"
    (finding,) = raised.find(case(sample(call, "pycon"), observed(BAD_CALL, source=call[4:])))
    assert (finding.rule, finding.blame, finding.place.line) == ("bad-call", "docs", 10)


@pytest.mark.parametrize(
    ("message", "changes", "reason", "blames"),
    [
        pytest.param(
            "f() missing 1 required positional argument: 'self'", {}, "", [], id="a class stands for its objects"
        ),
        pytest.param(
            "add() missing 1 required positional argument: 'y'", {"lead": "This will not work:"}, "", ["undecided"],
            id="told",
        ),
        pytest.param(
            "add() takes 2 positional arguments but 3 were given", {}, "after-failure", [], id="after a failure"
        ),
        pytest.param(
            "unsupported operand type(s) for +: 'int' and 'str'", {}, "", ["undecided"], id="another TypeError"
        ),
        pytest.param("str expected at most 3 arguments, got 5", {}, "", ["undecided"], id="a builtin, further down"),
    ],
)  # fmt: skip
def test_leaves_other_calls(sample: Callable[..., Sample], message, changes, reason, blames):
    error = dataclasses.replace(BAD_CALL, message=message, traceback='  File "a", line 1\n  File "b", line 2\n')
    seen = observed(error, source="f()", reason=reason)
    found = raised.find(case(sample(">>> f()", "pycon", **changes), seen))
    assert [finding.blame for finding in found] == blames


@pytest.mark.parametrize(
    "message", ["str expected at most 3 arguments, got 5", "str() takes at most 3 arguments (5 given)"]
)
def test_finds_calls_of_builtins_whose_arguments_do_not_fit(sample: Callable[..., Sample], message: str):
    error = dataclasses.replace(BAD_CALL, message=message, traceback='  File "<typed-1>", line 1\n')
    (finding,) = raised.find(
        case(sample(">>> str(1, 2, 3, 4, 5)", "pycon"), observed(error, source="str(1, 2, 3, 4, 5)"))
    )
    assert (finding.rule, finding.blame, finding.subject) == (
        "bad-call", "docs", "bad-call:builtin:str(1, 2, 3, 4, 5)"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "message"),
    [
        pytest.param(
            "add() missing 2 required positional arguments: 'x' and 'y'",
            "add(x, y) is called without x and y",
            id="two",
        ),
        pytest.param(
            "Task.run() missing 1 required keyword-only argument: 'k'", "Task.run() is called without k", id="keyword"
        ),
        pytest.param(
            "add() got an unexpected keyword argument 'debug'", "add(x, y) takes no argument debug", id="unexpected"
        ),
        pytest.param("add() got multiple values for argument 'x'", "add(x, y) gets x two times", id="twice"),
        pytest.param(
            "add() takes 2 positional arguments but 3 were given",
            "add(x, y) takes 2 positional arguments, and 3 are given",
            id="too many",
        ),
        pytest.param(
            "f() takes from 0 to 1 positional arguments but 2 were given",
            "f() takes from 0 to 1 positional arguments, and 2 are given",
            id="too many, with a default",
        ),
        pytest.param(
            "str expected at most 3 arguments, got 5",
            "str() takes at most 3 arguments, and 5 are given",
            id="a builtin",
        ),
        pytest.param(
            "str() takes at most 3 arguments (5 given)",
            "str() takes at most 3 arguments, and 5 are given",
            id="another",
        ),
        pytest.param(
            "f() takes some other thing", "the call raises TypeError: f() takes some other thing", id="unknown"
        ),
    ],
)
def test_calls_whose_arguments_do_not_fit_are_told_by_their_function(
    sample: Callable[..., Sample], said: str, message: str
):
    error = dataclasses.replace(BAD_CALL, message=said)
    shown = sample("@app.task\ndef add(x, y):\n    return x + y")
    given = case(sample(">>> f()", "pycon"), observed(error, source="f()"))
    given = dataclasses.replace(given, page=dataclasses.replace(given.page, samples=(shown,)))
    assert _unfit.told(given, error) == message


def test_a_task_that_is_sent_complains_before_it_is():
    sending = (
        '  File "celery/app/task.py", line 7, in apply_async\n    check_arguments(*(args or ()), **(kwargs or {}))\n'
    )
    error = dataclasses.replace(BAD_CALL, traceback=sending)
    assert _unfit.told(case(None), error) == (
        "add() is called without x and y: Celery checks the arguments of a task before it sends anything"
    )


UNEXPECTED = dataclasses.replace(
    BAD_CALL, message="add() got an unexpected keyword argument 'debug'", name="debug"
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "line", "place"),
    [
        pytest.param("add.delay(\n    2,\n    debug=True,\n)", 1, (12, 9, "debug"), id="the line of the argument"),
        pytest.param("add.delay(2, debug=True)", 1, (10, 18, "debug"), id="one line"),
        pytest.param("x = 1\nadd.delay(\n    debug=1)", 2, (12, 9, "debug"), id="behind another statement"),
        pytest.param("f(\n  g(debug=1),\n  h(debug=2))", 1, (10, 5, "f("), id="two arguments of the name"),
        pytest.param("add.delay(**options)", 1, (10, 5, "add.delay(**options)"), id="nowhere written"),
    ],
)
def test_where_an_unexpected_argument_stands(sample: Callable[..., Sample], code, line, place):
    error = dataclasses.replace(UNEXPECTED, line=line)
    (finding,) = raised.find(case(sample(code), observed(error, source=code)))
    assert (finding.place.line, finding.place.column, finding.place.text) == place


def test_finds_names_that_an_installed_package_lacks(sample: Callable[..., Sample]):
    error = dataclasses.replace(
        NO_ATTRIBUTE,
        type="ImportError",
        message="cannot import name 'ugettext_lazy' from 'django.x' (/v/lib/site-packages/django/x.py)",
        name="ugettext_lazy",
        owner="django.x",
        near=("pgettext_lazy", "gettext_lazy"),
    )
    code = "from django.x import ugettext_lazy"
    (finding,) = raised.find(case(sample(code), observed(error, source=code)))
    assert (finding.rule, finding.blame, finding.suggestion) == ("unknown-name", "docs", "gettext_lazy")
    assert "site-packages" not in finding.observed


# - Calls that Celery refuses

FRAMES = '  File "<typed-1>", line 1, in <module>\n  File "/v/lib/python3.13/site-packages/kombu/pidbox.py", line 3\n'
REFUSED = dataclasses.replace(
    NO_ATTRIBUTE, type="ValueError", message="destination must be a list/tuple not <class 'str'>", name="", owner="",
    near=(), traceback=FRAMES,
)  # fmt: skip


def refusals(make_case: Callable[..., Case], code: str, error: Raised, **changes) -> list:
    made = make_case(code)
    return list(raised.find(dataclasses.replace(made, observations=(observed(error, source=code, **changes),))))


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param(
            "app.control.broadcast('shutdown', destination='w@x.com')", "'w@x.com'", "['w@x.com']", id="a method"
        ),
        pytest.param(
            "app.control.broadcast('x', arguments={'a': [-1]}, destination='w')", "'w'", "['w']", id="all written out"
        ),
        pytest.param("app.send_task('x', (1,), 3)", "app.send_task('x', (1,), 3)", None, id="the argument not named"),
    ],
)
def test_finds_calls_that_celery_refuses(make_case: Callable[..., Case], code: str, place: str, suggestion: str | None):
    (finding,) = refusals(make_case, code, REFUSED)
    assert (finding.rule, finding.blame, finding.place.text) == ("refused-call", "docs", place)
    assert finding.suggestion == suggestion


CALLED = "app.control.broadcast('shutdown', destination='w')"


@pytest.mark.parametrize(
    ("code", "error", "changes"),
    [
        pytest.param("app.control.broadcast('x', destination=names)", {}, {}, id="an argument of the reader's"),
        pytest.param("helper(destination='x')", {}, {}, id="a function of the reader's"),
        pytest.param("app.control.broadcast()", {}, {}, id="no argument at all"),
        pytest.param("f(app.send_task('x'))", {}, {}, id="within a call of the reader's"),
        pytest.param(CALLED, {"type": "kombu.exceptions.OperationalError"}, {}, id="the broker's fault"),
        pytest.param(CALLED, {"traceback": FRAMES + '  File "/w/proj/tasks.py", line 1\n'}, {}, id="raised elsewhere"),
        pytest.param(CALLED, {}, {"reason": "client-restarted"}, id="in another session"),
    ],
)
def test_leaves_other_refusals(make_case: Callable[..., Case], code: str, error: dict, changes: dict):
    found = refusals(make_case, code, dataclasses.replace(REFUSED, **error), **changes)
    assert "docs" not in [finding.blame for finding in found]


# - Arguments without which a function of Celery's fails

TRACER = "for n, task in tasks():\n    x = celery.app.trace.build_tracer(\n        n, task)"
UNSAID = dataclasses.replace(
    NO_ATTRIBUTE,
    type="AttributeError",
    message="'NoneType' object has no attribute 'conf'",
    name="conf",
    owner="",
    near=(),
    line=2,
    traceback="""  File "/w/tasks.py", line 2, in <module>
    x = celery.app.trace.build_tracer(
  File "/v/lib/python3.13/site-packages/celery/app/trace.py", line 9, in build_tracer
    late = app.conf.task_acks_late
           ^^^^^^^^
AttributeError: 'NoneType' object has no attribute 'conf'
""",
)
FACTS = {
    "modules": {
        "celery": {"members": {}},
        "celery.app": {"members": {}},
        "celery.app.trace": {
            "members": {"build_tracer": {"kind": "function", "ref": "celery.app.trace.build_tracer"}}
        },
    },
    "functions": {
        "celery.app.trace.build_tracer": {
            "signature": [["name", "either"], ["task", "either"], ["loader", "either", "None"], ["app", "either", "None"]]
        }
    },
}  # fmt: skip


def unsaid(code: str, error: Raised = UNSAID) -> list:
    made = case(make_sample(code), observed(error, source=code))
    return list(raised.find(dataclasses.replace(made, facts=FACTS)))


def test_finds_an_argument_that_may_not_be_left_out():
    (finding,) = unsaid(TRACER)
    assert (finding.rule, finding.blame, finding.place.text) == ("refused-call", "docs", "build_tracer")
    assert finding.message.startswith("celery.app.trace.build_tracer fails without its argument app:")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        pytest.param(TRACER.replace("task)", "task, app=app)"), {}, id="given: somebody else's mistake"),
        pytest.param(TRACER.replace("task)", "task, None, app)"), {}, id="given by position"),
        pytest.param(TRACER.replace("task)", "task, **options)"), {}, id="perhaps given"),
        pytest.param(TRACER.replace("build_tracer", "tracer"), {}, id="called by another function"),
        pytest.param(
            TRACER, {"traceback": UNSAID.traceback.replace("app.conf", "self.app.conf")}, id="not the argument itself"
        ),
        pytest.param(TRACER, {"traceback": UNSAID.traceback + '  File "/w/tasks.py", line 1\n'}, id="further down"),
    ],
)
def test_leaves_other_arguments(code: str, error: dict):
    found = unsaid(code, dataclasses.replace(UNSAID, **error))
    assert "docs" not in [finding.blame for finding in found]


def test_a_refusal_that_is_announced_is_none(make_case: Callable[..., Case]):
    assert not refusals(make_case, CALLED + "  # raises ValueError", REFUSED)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("FAILURE", 1),
        ("UNREGISTERED", 0),
        ("REJECTED", 1),
        ("SUCCESS", 0),
        ("SCHEDULED", 0),
        ("REVOKED", 0),
        ("SENT", 0),
    ],
)
def test_tasks_that_fail_in_the_worker_do_not_hold(sample: Callable[..., Sample], state, found):
    sent = Sent(id="1", name="proj.tasks.add", state=state, result="", raised=None)
    seen = observed(None, status="done", source="add.delay(1)", sent=(sent,))
    findings = list(raised.find(case(sample(">>> add.delay(1)", "pycon"), seen)))
    assert [finding.blame for finding in findings] == ["undecided"] * found


# - Remote control commands of the reader's own

REFUSES = (
    "Usage: celery control [OPTIONS] {revoke|shutdown}\n\n"
    "Error: Invalid value for '{revoke|shutdown}': 'increase' is not one of 'revoke', 'shutdown'.\n"
)
OWN = "from celery.worker.control import control_command\n\n@control_command(\n    args=[('n', int)],\n)\ndef increase(state, n=1): pass"


@pytest.mark.parametrize(
    ("page", "output", "blame"),
    [
        pytest.param(OWN, REFUSES, "library", id="defined as Celery wants it"),
        pytest.param("def increase(state): pass", REFUSES, "undecided", id="a function like others"),
        pytest.param("", REFUSES, "undecided", id="nowhere defined"),
        pytest.param(
            OWN, "Error: No nodes replied within time constraint", "undecided", id="refused for another reason"
        ),
    ],
)
def test_commands_of_the_readers_own(page: str, output: str, blame: str):
    line = make_sample("$ celery -A proj control increase 3", "console")
    seen = observed(None, status="exit", code=2, output=output, source=line.code[2:])
    made = case(line, seen)
    samples = (make_sample(page), line)
    (finding,) = raised.find(dataclasses.replace(made, page=dataclasses.replace(made.page, samples=samples)))
    assert (finding.rule, finding.blame) == ("exits", blame)
    assert (finding.place.text == "increase") is (blame == "library")


LACKS = "add() missing 2 required positional arguments: 'x' and 'y'"


@pytest.mark.parametrize(
    ("line", "others", "message", "suggestion"),
    [
        pytest.param(
            "add.apply_async(queue='a')",
            ["add.apply_async((2, 2), countdown=3)"],
            LACKS,
            "add.apply_async((2, 2), queue='a')",
            id="as the page gives them elsewhere",
        ),
        pytest.param(
            "add.apply_async()",
            [">>> add.apply_async([1, 2])", "add.apply_async([1, 2])\nadd.apply_async((4, 4))"],
            LACKS,
            "add.apply_async([1, 2])",
            id="as it does most often",
        ),
        pytest.param(
            "add.apply_async(queue='a')",
            ["add.apply_async((1, 2))", "add.apply_async((4, 4))"],
            LACKS,
            None,
            id="of two ways nobody can choose",
        ),
        pytest.param("add.apply_async()", ["add.apply_async((2,))"], LACKS, None, id="not as many"),
        pytest.param("add.apply_async()", ["mul.apply_async((2, 2))"], LACKS, None, id="another task"),
        pytest.param("add.apply_async((x,))", ["add.apply_async((2, 2))"], LACKS, None, id="some are given"),
        pytest.param("add.apply_async(kwargs={})", ["add.apply_async((2, 2))"], LACKS, None, id="given by name"),
        pytest.param(
            "add.apply_async(z=1)",
            ["add.apply_async((2, 2))"],
            "add() got an unexpected keyword argument 'z'",
            None,
            id="nothing is missing",
        ),
    ],
)
def test_arguments_that_the_page_gives_elsewhere(
    sample: Callable[..., Sample], line: str, others: list[str], message: str, suggestion: str | None
):
    error = dataclasses.replace(NO_ATTRIBUTE, type="TypeError", message=message, name="", owner="", near=())
    made = case(sample(line), observed(error, source=line))
    page = dataclasses.replace(made.page, samples=tuple(sample(other) for other in others))
    (finding,) = raised.find(dataclasses.replace(made, page=page))
    assert (finding.rule, finding.suggestion) == ("bad-call", suggestion)
    assert finding.place.text == line
