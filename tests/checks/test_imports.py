"""Imports of what is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import imports
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "language", "place", "subject", "suggestion"),
    [
        pytest.param(
            "from celery import task", "python", (10, 24, "task"), "name:celery.task", None, id="name that is gone"
        ),
        pytest.param(
            "from celery.signals import task_prern",
            "python",
            (10, 32, "task_prern"),
            "name:celery.signals.task_prern",
            "task_prerun",
            id="name misspelt",
        ),
        pytest.param(
            "import celery.schedule",
            "python",
            (10, 12, "celery.schedule"),
            "name:celery.schedule",
            "celery.schedules",
            id="module misspelt",
        ),
        pytest.param(
            "from celery.task.base import Task",
            "python",
            (10, 10, "celery.task.base"),
            "name:celery.task",
            None,
            id="module that is gone",
        ),
        pytest.param(
            "from celery.util.log import get_task_logger",
            "python",
            (10, 10, "celery.util.log"),
            "name:celery.util",
            "celery.utils.log",
            id="package misspelt",
        ),
        pytest.param(
            "from celery import (\n    Celery,\n    shared_tasks,\n)",
            "python",
            (12, 9, "shared_tasks"),
            "name:celery.shared_tasks",
            "shared_task",
            id="in a list over lines",
        ),
        pytest.param(
            ">>> from celery import Celry\n>>> Celry()",
            "pycon",
            (10, 28, "Celry"),
            "name:celery.Celry",
            "Celery",
            id="session",
        ),
        pytest.param(
            "import kombu.mixins, kombu", "python", (10, 12, "kombu.mixins"), "name:kombu.mixins", None, id="kombu"
        ),
        pytest.param(
            "class X !:\n    from celery import nothing",
            "python",
            (11, 28, "nothing"),
            "name:celery.nothing",
            None,
            id="in code that does not compile",
        ),
        pytest.param(
            "def f():\n    from celery import task",
            "python",
            (11, 28, "task"),
            "name:celery.task",
            None,
            id="in a function",
        ),
        pytest.param(
            "from celery.backends.lost import LostBackends",
            "python",
            (10, 38, "LostBackends"),
            "name:celery.backends.lost.LostBackends",
            "LostBackend",
            id="module that was only read",
        ),
    ],
)
def test_finds(
    make_case: MakeCase, code: str, language: str, place: tuple[int, int, str], subject: str, suggestion: str | None
):
    (finding,) = imports.find(make_case(code, language))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.subject, finding.suggestion) == ("unknown-name", subject, suggestion)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("from celery import Celery, shared_task, current_app, Task", {}, id="there"),
        pytest.param("from celery.registry import tasks", {}, id="module without a file"),
        pytest.param("from celery import schedules, backends", {}, id="submodules"),
        pytest.param("from celery.backends.lost import connect, LostBackend, AsyncResult, error", {}, id="only read"),
        pytest.param("from celery.backends.broken import anything", {}, id="cannot be read"),
        pytest.param("from celery import Later", {}, id="needs an optional dependency"),
        pytest.param("from celery.signals import *", {}, id="star"),
        pytest.param("from .celery import app\nfrom . import lost", {}, id="relative"),
        pytest.param("from proj.celery import app\nimport celerybeat", {}, id="other packages"),
        pytest.param("from django_celery_beat import models", {}, id="plug-in"),
        pytest.param("try:\n    from celery import task\nexcept ImportError:\n    task = None", {}, id="tried"),
        pytest.param("try:\n    x()\nexcept (KeyError, ImportError):\n    pass", {}, id="tried otherwise"),
        pytest.param("from celery import task  # deprecated", {}, id="comment beside"),
        pytest.param("# The old way:\nfrom celery import task", {}, id="comment above"),
        pytest.param("from celery import task", {"lead": "In the old API this was:"}, id="lead"),
        pytest.param("from celery import task", {"lead": "It is no longer possible to write:"}, id="lead, no longer"),
        pytest.param("from celery import task", {"headings": ("Page", "Deprecated modules")}, id="heading"),
        pytest.param("from celery import task", {"headings": ("Upgrading from 3.1",)}, id="heading, upgrading"),
        pytest.param("from celery import task", {"historical": True}, id="historical page"),
        pytest.param("from celery import task", {"language": "text"}, id="no Python"),
        pytest.param("x = 'from celery import task'", {}, id="in a string"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, object]):
    assert list(imports.find(make_case(code, **changes))) == []


@pytest.mark.parametrize(
    ("code", "suggestion"),
    [
        pytest.param("from celery import shared_tasks\n@shared_tasks\ndef f(): pass", "shared_task", id="decorator"),
        pytest.param("from celery import Celry\n@Celry\ndef f(): pass", None, id="decorator, like a class"),
        pytest.param("from celery import celery\napp = celery('x')", None, id="function, like a class"),
        pytest.param("from celery import Cellery\napp = Cellery('x')", "Celery", id="class, called"),
        pytest.param("from celery import shared_tusk\nclass X(shared_tusk): pass", None, id="class, like a function"),
        pytest.param("from celery import chaine\nchaine(a, b)", "chain", id="class with a function's name"),
        pytest.param("from celery import current_ap\ncurrent_ap.conf", "current_app", id="instance"),
        pytest.param("from celery import current_ap\ncurrent_ap.gone", None, id="instance that lacks what is used"),
        pytest.param("from celery import current_ap\ncurrent_ap()", None, id="instance, called"),
        pytest.param("from celery.schedule import lost", None, id="module that lacks what is imported"),
    ],
)
def test_suggests_what_can_be_used_so(make_case: MakeCase, code: str, suggestion: str | None):
    (finding,) = imports.find(make_case(code))
    assert finding.suggestion == suggestion


def test_observes_the_lack_not_an_exception(make_case: MakeCase):
    name, module = (
        next(iter(imports.find(make_case(code)))) for code in ("from celery import task", "import celery.task")
    )
    assert (name.observed, name.subject) == ("celery 5.4.0 has no celery.task", "name:celery.task")
    assert (module.observed, module.subject) == ("celery 5.4.0 has no module celery.task", "name:celery.task")


@pytest.mark.parametrize(
    ("code", "changes", "covered"),
    [
        pytest.param("from celery import Celery", {}, True, id="name"),
        pytest.param("import kombu", {}, True, id="module"),
        pytest.param("from celery import task", {}, True, id="missing"),
        pytest.param("import os\nfrom proj import app", {}, False, id="other packages"),
        pytest.param("x = 1", {}, False, id="none"),
        pytest.param("from celery import task", {"historical": True}, False, id="history"),
        pytest.param("from celery import Celery", {"language": "text"}, False, id="no Python"),
    ],
)
def test_covers(make_case: MakeCase, code: str, changes: dict[str, object], covered: bool):
    assert imports.covers(make_case(code, **changes)) is covered


@pytest.mark.parametrize(
    "lead",
    [
        pytest.param("This can be used to start it:", id="used to, of a purpose"),
        pytest.param("You need to do this before sending:", id="before, of an order"),
        pytest.param("The return value of the previous task:", id="previous"),
    ],
)
def test_leads_that_tell_no_history(make_case: MakeCase, lead: str):
    assert list(imports.find(make_case("from celery import task", lead=lead)))
