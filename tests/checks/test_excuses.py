"""What excuses a failed run: the typed reason, and what nothing excuses."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from harness.checks import _excuses
from harness.interfaces import Case
from harness.model import Docs, Observation, Page, Raised, Sent, Target
from tests.conftest import make_sample

ERROR = Raised(type="ValueError", message="no", line=1, name="", owner="", near=(), traceback="")
LOST = dataclasses.replace(ERROR, type="ModuleNotFoundError", name="lost", owner="")
ARITY = dataclasses.replace(
    ERROR, type="TypeError", message="add() missing 1 required positional argument: 'y'", traceback="check_arguments("
)
SHOWN = "Traceback (most recent call last):\n  File …\nValueError: no"
TYPING = ">>> @app.task(typing=False)\n... def add(x, y): pass\n>>> add.delay(8)"
EARLIER = "@app.task\ndef add(x, y): pass"


def reason(code: str, error: Raised | None = None, others: tuple[str, ...] = (), **changes: Any) -> str:
    fields = {name: changes.pop(name) for name in ("lead", "headings", "file") if name in changes}
    root = changes.pop("root", "/")
    shown_later = changes.pop("shown_later", None)
    sample = make_sample(code, "pycon" if code.startswith(">>>") else "python", **fields)
    blank = Observation(
        plan="page:1", step=0, sample=sample.key, docs="1", target="celery54-redis",
        status="raised" if error else "done", source=code, first=0, shown=None, output="", value=None, raised=error,
        code=None, sent=(), warnings=(), log="", reason="", seconds=0.1,
    )  # fmt: skip
    seen = dataclasses.replace(blank, **changes)
    samples = (*(make_sample(other) for other in others), sample)
    case = Case(
        docs=Docs(version="1", root=root, sha256=""),
        page=Page(name="page", file="docs/page.rst", title="Page", samples=samples, claims=(), problems=()),
        target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery54-redis",
        sample=sample,
        observations=(seen, dataclasses.replace(blank, step=1, shown=shown_later)),
    )
    return _excuses.reason(case, seen)


def gone(name: str, owner: str, kind: str = "ImportError") -> Raised:
    return dataclasses.replace(ERROR, type=kind, name=name, owner=owner)


def lacks(text: str, kind: str = "ModuleNotFoundError") -> Raised:
    return dataclasses.replace(ERROR, type=kind, message=text, traceback=text)


@pytest.mark.parametrize(
    ("code", "error", "changes", "expected"),
    [
        pytest.param(
            "from celery import conf", gone("conf", "celery"), {"lead": "instead of:"}, "historical", id="old"
        ),
        pytest.param(
            "import celery.task  # OLD", gone("task", "celery"), {}, "historical", id="old, says the comment beside it"
        ),
        pytest.param("f(x)", gone("x", "", "NameError"), {}, "unbound: x", id="a name of the reader's"),
        pytest.param(
            "f(x)", gone("x", "", "NameError"), {"reason": "after-failure"}, "after-failure", id="a name from above"
        ),
        pytest.param("f()", ERROR, {"reason": "client-restarted"}, "after-failure", id="the session is another"),
        pytest.param("f()  # raises", ERROR, {}, "announced", id="announced by a comment"),
        pytest.param("f()", ERROR, {"lead": "This gives a ValueError:"}, "announced", id="named in the sentence"),
        pytest.param("x()", lacks("No module named 'ephem'"), {}, "needs-package: ephem", id="a package"),
        pytest.param(
            "x()",
            lacks("You need to install the ephem library to use it", "celery.exceptions.ImproperlyConfigured"),
            {},
            "needs-package: ephem",
            id="a package that Celery asks for",
        ),
        pytest.param("x()", lacks("No module named 'your.tasks'"), {}, "needs-module: your.tasks", id="a placeholder"),
        pytest.param(
            "from proj.tasks import A",
            dataclasses.replace(gone("A", "proj.tasks"), message="cannot import name 'A' from 'proj.tasks' (/w/t.py)"),
            {},
            "unbound: proj.tasks.A",
            id="a name that the reader's module lacks",
        ),
        pytest.param(
            "app.current_task.request.id",
            dataclasses.replace(ERROR, type="AttributeError", message="'NoneType' object has no attribute 'request'"),
            {},
            "needs-task",
            id="only a task has it",
        ),
        pytest.param(
            "Task.apply_async(exchange='x')",
            dataclasses.replace(ARITY, message="Task.apply_async() missing 1 required positional argument: 'self'"),
            {},
            "placeholder",
            id="a class stands for its objects",
        ),
        pytest.param(
            "@app.task(base=T)\ndef f(): pass",
            dataclasses.replace(ERROR, type="TypeError", message="'module' object is not callable"),
            {},
            "unbound: app",
            id="a name is another's module",
        ),
        pytest.param(TYPING, ARITY, {"others": (EARLIER,)}, "redefined: add", id="a task of the name is there"),
        pytest.param("f()", ERROR, {"lead": "It does roughly this:"}, "illustration", id="no more than roughly"),
    ],
)
def test_excuses(code: str, error: Raised, changes: dict[str, Any], expected: str):
    assert reason(code, error, **changes) == expected


@pytest.mark.parametrize(
    ("code", "error", "changes"),
    [
        pytest.param("f()", ERROR, {}, id="another exception"),
        pytest.param("f()", ERROR, {"shown": SHOWN}, id="shown: there is nothing to excuse"),
        pytest.param("f()", ERROR, {"lead": "This gives a KeyError:"}, id="another one is named"),
        pytest.param("from celery import conf", gone("conf", "celery"), {}, id="Celery's, and not told"),
        pytest.param("import celery.x", lacks("No module named 'celery.x'"), {}, id="Celery's module"),
        pytest.param("import imp", lacks("No module named 'imp'"), {}, id="a module that Python had"),
        pytest.param(
            "from django.x import y",
            dataclasses.replace(gone("y", "django.x"), message="cannot import name 'y' (/v/site-packages/django/x.py)"),
            {},
            id="a name that an installed package lacks",
        ),
        pytest.param("add.delay(8)", ARITY, {"others": (EARLIER,)}, id="a call that does not fit the only definition"),
        pytest.param(TYPING, ARITY, {}, id="a call that does not fit its own definition"),
        pytest.param(
            "import app\n@app.task()\ndef f(): pass",
            dataclasses.replace(ERROR, type="TypeError", line=2, message="'module' object is not callable"),
            {},
            id="a module that the sample imports",
        ),
    ],
)
def test_leaves_alone(code: str, error: Raised, changes: dict[str, Any]):
    assert reason(code, error, **changes) == ""


def sent(result: str, name: str = "proj.tasks.add", state: str = "FAILURE") -> Sent:
    error = dataclasses.replace(ERROR, type=result.partition("(")[0], name="time" if "time" in result else "")
    return Sent(id="1", name=name, state=state, result=result, raised=error if state == "FAILURE" else None)


@pytest.mark.parametrize(
    ("task", "changes", "expected"),
    [
        pytest.param(
            sent("ValueError('no')"), {"lead": "A task that raises an error:"}, "announced", id="the sentence"
        ),
        pytest.param(sent("ValueError('no')"), {"headings": ("P", "Error handling")}, "announced", id="the title"),
        pytest.param(sent("ValueError('no')", "proj.tasks.fail"), {}, "announced", id="the task's name"),
        pytest.param(sent("ValueError('no')"), {"shown_later": SHOWN}, "announced", id="shown when it is asked for"),
        pytest.param(sent("", "tasks.more", "UNREGISTERED"), {}, "unbound: tasks.more", id="a task of the reader's"),
        pytest.param(sent("NameError('time')"), {}, "unbound: time", id="a name of the reader's"),
        pytest.param(sent("ValueError('no')"), {}, "", id="nothing announces it"),
        pytest.param(sent("ValueError('no')"), {"headings": ("Errors",)}, "", id="the page's own title"),
        pytest.param(sent("ImportError('x')"), {"lead": "It may fail."}, "", id="nobody means to fail so"),
        pytest.param(sent("", "tasks.add", "UNREGISTERED"), {"others": (EARLIER,)}, "", id="the page defines it"),
        pytest.param(sent("4", state="SUCCESS"), {"lead": "It may fail."}, "", id="it did not fail"),
    ],
)
def test_tasks_in_the_worker(task: Sent, changes: dict[str, Any], expected: str):
    assert reason("add.delay(1)", sent=(task,), **changes) == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        pytest.param("Later it was written so:", "historical", id="in the past tense"),
        pytest.param("It is this:", "", id="of today"),
    ],
)
def test_what_a_topic_tells_of_the_past(tmp_path: Path, lead: str, expected: str):
    (tmp_path / "topic.rst").write_text("\n" * 8 + ".. topic:: Tasks\n\n    add()\n", encoding="utf-8")
    assert reason("add()", ERROR, root=str(tmp_path), file="topic.rst", lead=lead) == expected


@pytest.mark.parametrize(
    ("code", "others", "expected"),
    [
        pytest.param(TYPING, (), "typed: __main__.add", id="defined at the prompt"),
        pytest.param(">>> add.delay(8)", (EARLIER,), "", id="defined in a file"),
        pytest.param(EARLIER + "\nadd.delay(8)", (), "", id="defined in this file"),
    ],
)
def test_tasks_that_no_worker_has(code: str, others: tuple[str, ...], expected: str):
    assert reason(code, others=others, sent=(sent("", "__main__.add", "UNREGISTERED"),)) == expected


def test_a_sample_with_very_many_tasks_takes_its_time():
    many = (sent("1", state="SUCCESS"),) * _excuses.MANY
    assert reason("f()", status="timeout", sent=many) == "long-running"
    assert reason("f()", status="timeout", sent=many[1:]) == ""
    assert reason("f()", status="timeout", sent=(*many, sent("KeyError()"))) == ""
