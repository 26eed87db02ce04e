from __future__ import annotations

from dataclasses import replace

import pytest

from harness import registry
from harness.contexts import Context, SampleEntry
from harness.model import Docs, Page
from harness.plan.stories import plan_page

DOCS = Docs(version="1", root="/nowhere", sha256="0")
NAMES = Context(
    worlds=("proj", "tasks"), names={"app": "from proj.celery import app", "add": "from proj.tasks import add"}
)
APP = "from celery import Celery\napp = Celery('x')\n@app.task\ndef work(x):\n    return x"


def plan(*samples, contexts=(NAMES,)):
    numbered = [
        replace(item, key=f"page:{number}:1", lines=tuple(line + number * 100 for line in item.lines))
        for number, item in enumerate(samples)
    ]
    page = Page(name="page", file="docs/page.rst", title="", samples=tuple(numbered), claims=(), problems=())
    return plan_page(DOCS, page, contexts, registry.LANGUAGES)


def test_samples_of_a_section_share_a_story(sample):
    plans, checks = plan(sample(APP), sample(">>> work.delay(1).get()\n1", "pycon"))
    assert len(plans) == 1
    assert [(step.kind, step.module) for step in plans[0].steps] == [("module", "tasks"), ("typed", "")]
    assert plans[0].app == "tasks"
    assert [check.check for check in checks] == ["run", "compare"]


def test_another_section_is_another_story_with_its_providers_set_up(sample):
    plans, _ = plan(sample(APP), sample(">>> work.delay(1)", "pycon", headings=("Page", "Other")))
    assert len(plans) == 2
    assert [(step.sample, step.kind) for step in plans[1].steps] == [(None, "module"), ("page:1:1", "typed")]


def test_a_second_application_begins_anew(sample):
    plans, _ = plan(sample(APP), sample(APP))
    assert len(plans) == 2


def test_names_of_the_context_are_typed_only_where_needed(sample):
    plans, _ = plan(sample(">>> add.delay(1, 1)", "pycon"), sample(">>> 1", "pycon", headings=("Page", "Other")))
    assert [plan.preamble for plan in plans] == ["from proj.tasks import add", ""]
    assert plans[0].app == "proj"


def test_what_a_module_needs_is_saved_above_it(sample):
    (made,), _ = plan(sample("@app.task\ndef f():\n    pass"))
    assert made.heads == {"tasks": "from proj.celery import app"}


def test_the_page_says_where_a_sample_is_saved(sample):
    (made,), _ = plan(sample(APP, lead="Create the file proj/jobs.py:"))
    assert (made.steps[0].module, made.app) == ("proj.jobs", "proj.jobs")


@pytest.mark.parametrize(
    ("changes", "code", "language", "check", "reason"),
    [
        pytest.param({}, "frobnicate(1)", "python", "resolve", "unbound: frobnicate", id="nobody binds the name"),
        pytest.param({}, "import twitter", "python", "resolve", "needs-module: twitter", id="another package"),
        pytest.param({"historical": True}, "add.delay()", "python", "none", "historical", id="history"),
        pytest.param({}, "[unit]", "ini", "none", "other-language: ini", id="another language"),
        pytest.param({}, "x =", "python", "parse", "syntax: invalid syntax", id="does not compile"),
        pytest.param({}, "$ docker run redis", "console", "none", "other-program", id="another program"),
        pytest.param({}, "$ celery -A proj control <x>", "console", "bind", "other-program", id="placeholder"),
    ],
)
def test_typed_reasons(sample, changes, code, language, check, reason):
    plans, (made,) = plan(sample(code, language, **changes))
    assert not plans
    assert (made.check, made.reason) == (check, reason)


def test_an_entry_of_the_context_says_why_not(sample):
    context = Context(samples=(SampleEntry(opens=">>> app.control.shutdown", heading="", reason="destructive: ends"),))
    _, (made,) = plan(sample(">>> app.control.shutdown()", "pycon"), contexts=(NAMES, context))
    assert made.reason == "destructive: ends"


def test_a_name_that_an_unrun_sample_defines_is_nobody_elses(sample):
    one = sample("@app.task\ndef x():\n    ...")
    other = sample("import pydantic\n\n@app.task\ndef x(arg):\n    ...")
    broken = sample("@app.task\ndef x(arg):\n    )")
    for unrun in (other, broken):
        _, checks = plan(one, unrun, sample(">>> x.delay(1)", "pycon"))
        assert checks[2].reason == "unbound: x"
        _, checks = plan(one, unrun, sample(">>> x.delay(1)", "pycon", headings=("Page", "Other")))
        assert checks[2].reason == "unbound: x"


def test_the_tutorials_application_stands_in_for_one_that_is_not_run(sample):
    plans, _ = plan(sample("import django\napp = Celery()"), sample(">>> app.control.ping()", "pycon"))
    assert plans[0].preamble == "from proj.celery import app"
