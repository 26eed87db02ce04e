"""Settings that nothing knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from harness.checks import settings
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param(
            "app.conf.task_always_eagre = 1", (10, 14, "task_always_eagre"), "task_always_eager", id="attribute"
        ),
        pytest.param(
            ">>> app.conf.task_serialiser", (10, 18, "task_serialiser"), "task_serializer", id="read in a session"
        ),
        pytest.param("app.conf['enable_uct'] = 1", (10, 15, "enable_uct"), "enable_utc", id="key"),
        pytest.param("app.conf.update(result_expire=1)", (10, 21, "result_expire"), "result_expires", id="update"),
        pytest.param(
            "app.conf.update({'task_route': {}})", (10, 23, "task_route"), "task_routes", id="update, mapping"
        ),
        pytest.param("app.config_from_object({'broker_ulr': 'x'})", (10, 30, "broker_ulr"), "broker_url", id="mapping"),
        pytest.param(
            "task_routes = {}\ntask_serialiser = 'x'", (11, 5, "task_serialiser"), "task_serializer", id="file"
        ),
        pytest.param(
            "job_default_queue = 'x'", (10, 5, "job_default_queue"), "task_default_queue", id="but for the first word"
        ),
        pytest.param(
            "@worker_init.connect\ndef f(conf=None, **kwargs):\n    conf.enable_uct = True",
            (12, 14, "enable_uct"),
            "enable_utc",
            id="what a handler gets",
        ),
        pytest.param("work_concurrency = 4", (10, 5, "work_concurrency"), "worker_concurrency", id="file of one"),
        pytest.param(
            "import os\ndef route(n): pass\ntask_routs = (route,)\nbroker_url = 'x'",
            (12, 5, "task_routs"),
            "task_routes",
            id="file with a function",
        ),
        pytest.param(
            "CELERY_TIMEZONES = 'x'\nCELERY_IMPORTS = ()", (10, 5, "CELERY_TIMEZONES"), "CELERY_TIMEZONE", id="old"
        ),
        pytest.param(
            "class Config:\n    enable_uct = True\n\napp.config_from_object(Config)",
            (11, 9, "enable_uct"),
            "enable_utc",
            id="class",
        ),
        pytest.param(
            "def celery_config():\n    return {'result_bakend': 'x'}",
            (11, 18, "result_bakend"),
            "result_backend",
            id="fixture",
        ),
        pytest.param(
            "@pytest.mark.celery(result_bakend='x')\ndef test(): pass",
            (10, 25, "result_bakend"),
            "result_backend",
            id="mark",
        ),
        pytest.param(
            "key = quote('x')\ntask_serialiser = f(key)",
            (11, 5, "task_serialiser"),
            "task_serializer",
            id="the only one",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = settings.find(make_case(code, "pycon" if code.startswith(">>>") else "python"))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion, finding.severity) == ("unknown-setting", suggestion, "silent")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("app.conf.task_always_eager = True\nenable_utc = True", {}, id="listed"),
        pytest.param("app.conf.lost_client_name = 'x'", {}, id="unlisted, and read by code"),
        pytest.param("worker_pidfile = 'x'\nbroker_url = 'y'", {}, id="behind an option of a command"),
        pytest.param("CELERY_TIMEZONE = 'UTC'\nCELERY_ALWAYS_EAGER = True", {}, id="old names"),
        pytest.param("CELERY_BROKER_URL = 'x'\nCELERY_TASK_ALWAYS_EAGER = 1", {}, id="namespace"),
        pytest.param("app.conf.humanize()\napp.conf.broker_url", {}, id="methods and properties"),
        pytest.param("app.conf.my_own_setting = 1\nflower_port = 1", {}, id="like none"),
        pytest.param("broker_url = 'x'\nbroker_name = 'me'\nresult_dir = 'y'", {}, id="variables beside settings"),
        pytest.param("result = add.delay()\ntasks_queue = f(result)\nprint(tasks_queue)", {}, id="a program"),
        pytest.param("class Mine:\n    enable_uct = 1", {}, id="a class that is no configuration"),
        pytest.param("task_serialiser = 'x'", {"lead": "It was renamed from:"}, id="history"),
        pytest.param("app.conf.task_serialiser = 'x'  # wrong", {}, id="wrong on purpose"),
        pytest.param("my_url = 'x'", {}, id="all but the first word of one, that nothing speaks of"),
        pytest.param("my_default_queue = 'x'\nf(my_default_queue)", {}, id="all but the first word, and a variable"),
        pytest.param("other.conf.task_serialiser = 'x'", {}, id="another's configuration"),
        pytest.param("task_serialiser = x", {"language": "ini"}, id="no Python"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, str]):
    assert list(settings.find(make_case(code, **changes))) == []


@pytest.mark.parametrize(
    ("beside", "suggestion"),
    [
        pytest.param("app.conf.result_expires = 1", "app.conf.task_always_eager", id="on the application"),
        pytest.param("result_expires = 1", "task_always_eager", id="in a file of settings"),
        pytest.param("CELERY_TASK_RESULT_EXPIRES = 1", None, id="all of them old"),
        pytest.param("app.conf.my_own = {}", None, id="no setting of Celery's"),
        pytest.param("app.conf.timezone = 'x'\nf(namespace='CELERY')", None, id="a page with a namespace"),
        pytest.param("print(1)", None, id="no settings"),
    ],
)
def test_an_old_name_beside_new_ones(make_case: MakeCase, beside: str, suggestion: str | None):
    case = make_case("CELERY_ALWAYS_EAGER = True", others=(beside,))
    found = [(each.rule, each.place.text, each.suggestion) for each in settings.find(case)]
    assert found == ([("old-setting-name", "CELERY_ALWAYS_EAGER", suggestion)] if suggestion else [])


@pytest.mark.parametrize(
    ("lead", "others", "suggestions"),
    [
        pytest.param("Set `broker_url` to it:", (), ["broker_url"], id="the sentence before it"),
        pytest.param("Set it:", ("broker_url = 'x'",), ["broker_url"], id="the page's samples"),
        pytest.param("Set it:", (), [], id="nothing"),
    ],
)
def test_what_speaks_of_the_setting_that_is_meant(
    make_case: MakeCase, lead: str, others: tuple[str, ...], suggestions: list[str]
):
    found = settings.find(make_case("app.conf.agent_url = 'x'", others=others, lead=lead))
    assert [finding.suggestion for finding in found] == suggestions


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"lead": "Route tasks:"}, True, id="nothing is said of a change"),
        pytest.param({"lead": "It was so before:"}, False, id="what was"),
        pytest.param({"lead": "With the name of then, for which there is a new one:"}, False, id="the other is new"),
        pytest.param({"headings": ("Page", "Before")}, False, id="in a section of its own"),
        pytest.param({"headings": ("Page", "Section")}, True, id="in the same section"),
    ],
)
def test_a_setting_before_and_after(make_case: MakeCase, changes: dict[str, Any], told: bool):
    case = make_case("CELERY_ALWAYS_EAGER = True", others=("app.conf.task_always_eager = True",), **changes)
    assert bool(list(settings.find(case))) is told


NEW = ("app.conf.timezone = 'x'", "timezone = 'y'", "timezone = 'z'")


@pytest.mark.parametrize(
    ("others", "suggestion"),
    [
        pytest.param(NEW, "timezone", id="the page has the new one throughout"),
        pytest.param(NEW[:2], None, id="hardly ever"),
        pytest.param(("app.conf.result_expires = 1",) * 3, None, id="never"),
        pytest.param((*NEW, "f(namespace='CELERY')"), None, id="a page with a namespace"),
    ],
)
def test_an_old_name_that_is_one_of_a_namespace(make_case: MakeCase, others: tuple[str, ...], suggestion: str | None):
    case = make_case("CELERY_TIMEZONE = 'x'", others=others, headings=("Page", "Section", "Part"))
    assert [each.suggestion for each in settings.find(case)] == ([suggestion] if suggestion else [])


def test_a_namespace_is_that_of_its_section(make_case: MakeCase):
    case = make_case("CELERY_ALWAYS_EAGER = True", others=("app.conf.timezone = 'x'\nf(namespace='CELERY')",))
    (other, own) = case.page.samples
    other = replace(other, headings=("Page", "With a namespace"))
    case = replace(case, page=replace(case.page, samples=(other, own)))
    assert [each.rule for each in settings.find(case)] == ["old-setting-name"]


def test_both_names_in_one_section(make_case: MakeCase):
    assert list(settings.find(make_case("CELERY_TIMEZONE = 'x'", others=NEW))) == []


@pytest.mark.parametrize(
    ("code", "covered"),
    [
        pytest.param("app.conf.enable_utc", True, id="known"),
        pytest.param("app.conf.enable_uct", True, id="wrong"),
        pytest.param("app.conf.mine", False, id="the reader's own"),
        pytest.param("x = 1\nprint(x)", False, id="none"),
    ],
)
def test_covers(make_case: MakeCase, code: str, covered: bool):
    assert settings.covers(make_case(code)) is covered
    assert not settings.covers(make_case(code, "console"))
    assert not settings.covers(make_case(code, historical=True))
