from __future__ import annotations

from dataclasses import replace

import pytest

from harness import contexts
from harness.contexts import Context, SampleEntry
from harness.model import CALLED, Call, Docs, Page
from harness.plan.stories import plan_page
from harness.registry.languages import LANGUAGES

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
    made = plan_page(DOCS, page, contexts, LANGUAGES)
    return made.plans, made.checks


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
        pytest.param({}, "$ docker run redis", "console", "none", "other-program: docker", id="another program"),
        pytest.param({}, "$ celery -A proj control <x>", "console", "bind", "placeholder", id="placeholder"),
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


def test_an_entry_of_the_context_says_what_a_sample_in_another_language_is(sample):
    context = Context(samples=(SampleEntry(opens="digit ::", heading="", reason="notation: a grammar"),))
    _, (made,) = plan(sample("digit :: '0'..'9'", "bnf"), contexts=(NAMES, context))
    assert (made.check, made.reason) == ("none", "notation: a grammar")


def test_what_a_sample_defines_is_used_as_the_context_says(sample):
    call = Call(source="work.delay(1).get()", about="return x", right="return 2 * x")
    contexts = (NAMES, Context(samples=(SampleEntry(opens="from celery import Celery", heading="", calls=(call,)),)))
    (made,), (check,) = plan(sample(APP), contexts=contexts)
    assert [(step.kind, step.source, step.worker) for step in made.steps][-1] == ("typed", call.source, True)
    assert made.steps[-1].sample == f"{check.sample}{CALLED}"
    assert check.calls == (call,)


def test_a_name_that_an_unrun_sample_defines_is_nobody_elses(sample):
    one = sample("@app.task\ndef x():\n    ...")
    other = sample("import twitter\n\n@app.task\ndef x(arg):\n    ...")
    broken = sample("@app.task\ndef x(arg):\n    )")
    for unrun in (other, broken):
        _, checks = plan(one, unrun, sample(">>> x.delay(1)", "pycon"))
        assert checks[2].reason == "unbound: x"
        _, checks = plan(one, unrun, sample(">>> x.delay(1)", "pycon", headings=("Page", "Other")))
        assert checks[2].reason == "unbound: x"


def test_the_tutorials_application_stands_in_for_one_that_is_not_run(sample):
    plans, _ = plan(sample("import django\napp = Celery()"), sample(">>> app.control.ping()", "pycon"))
    assert plans[0].preamble == "from proj.celery import app"


# --- files of the page


def _steps(plan):
    return [(step.kind, step.module, step.source) for step in plan.steps]


def test_what_the_page_includes_is_the_projects_own(sample):
    app = sample("from celery import Celery\napp = Celery('proj')", lead="proj/celery.py:")
    tasks = sample("from .celery import app\n@app.task\ndef send(x):\n    return x", lead="proj/tasks.py:")
    (made,), checks = plan(app, tasks, sample(">>> from proj.tasks import send\n>>> send.delay(1)", "pycon"))
    assert [step.module for step in made.steps] == ["proj.celery", "proj.tasks", "", ""]
    assert made.app == "proj.celery"
    assert {check.reason for check in checks} == {""}


def test_a_file_of_another_section_is_saved_again(sample):
    tasks = sample(APP, lead="Create jobs.py:")
    other = sample(">>> from jobs import work\n>>> work.delay(1)", "pycon", headings=("Page", "Other"))
    _, made = plan(tasks, other)[0]
    assert [(step.sample is None, step.module) for step in made.steps] == [(True, "jobs"), (False, ""), (False, "")]


def test_a_file_imports_what_another_file_of_the_story_defines(sample):
    app = sample("from celery import Celery\napp = Celery('x')", lead="main.py:")
    jobs = sample("@app.task\ndef job():\n    pass", lead="jobs.py:")
    (made,), _ = plan(app, jobs)
    assert ("module", "jobs", "from main import app") in _steps(made)


def test_a_variant_of_a_file_goes_on_with_the_rest_of_it(sample):
    app = sample(APP, lead="Create jobs.py:")
    variant = sample("app = Celery('x', backend='rpc://')")
    _, made = plan(app, variant)[0]
    assert [(step.sample is None, step.module) for step in made.steps] == [(True, "jobs"), (False, "jobs")]


def test_only_the_import_of_another_sample_is_taken_over(sample):
    one = sample("from celery import Celery, group\ndef long():\n    pass")
    _, made = plan(one, sample(">>> group([])", "pycon", headings=("Page", "Other")), contexts=())[0]
    assert made.preamble == "from celery import group"
    assert len(made.steps) == 1


def test_files_that_are_no_code_are_there(sample):
    (made,), checks = plan(
        sample("[x]\ny = 1", "ini", lead="Add to conf/app.ini:"), sample(">>> add.delay(1, 1)", "pycon")
    )
    assert made.files["conf/app.ini"] == "[x]\ny = 1"
    assert checks[0].reason == "other-language: ini"


def test_two_included_files_have_two_keys(sample):
    one = replace(sample("from celery import group", lead="a.py:"), lines=(1,))
    other = replace(sample("from celery import chord", lead="b.py:", headings=("Page", "B")), lines=(1,))
    page = Page(name="page", file="p", title="", samples=(one, replace(other, key="page:2:1")), claims=(), problems=())
    plans = plan_page(DOCS, page, (NAMES,), LANGUAGES).plans
    assert [made.key for made in plans] == ["page:1", "page:1+1"]


def test_the_module_is_called_as_a_later_sample_calls_it(sample):
    camera = sample("class Cam:\n    pass")
    (made,), checks = plan(
        camera, sample("$ celery -A proj events -c shots.Cam", "console"), sample("from shots import Cam")
    )
    assert made.steps[0].module == "shots"
    _, checks = plan(camera, sample("$ celery -A proj events -c shots.Other", "console"))
    assert checks[1].reason == "needs-module: shots"


COMMAND = "from celery.worker.control import control_command\n\n@control_command()\ndef shout(state):\n    pass"


def test_what_a_page_adds_is_in_the_project_that_its_lines_name(sample):
    (made,), _ = plan(sample(COMMAND), sample("$ celery -A proj control shout", "console"))
    assert made.steps[0].module == "proj.celery"
    assert 'app = Celery("proj"' in made.heads["proj.celery"]
    assert made.app == "proj"


def test_tasks_of_a_page_are_among_the_projects(sample):
    (made,), _ = plan(sample("@app.task\ndef run():\n    pass"), sample("$ celery -A proj worker", "console"))
    assert made.steps[0].module == "proj.tasks"
    assert "from .celery import app" in made.heads["proj.tasks"]


def test_lines_of_a_terminal_want_files(sample):
    _, checks = plan(sample("$ python manage.py migrate\n$ python other.py", "console"))
    assert checks[0].reason == "needs-files: manage.py"
    (made,), _ = plan(
        sample("import sys", lead="Create run.py:"), sample("$ python run.py\n$ python other.py", "console")
    )
    assert [step.source for step in made.steps if step.kind == "shell"] == ["python run.py"]


# --- names


def test_a_docstring_has_the_names_of_its_module(sample, tmp_path):
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery" / "text.py").write_text("from x import y\ndef shorten(t): ...\n")
    docs = replace(DOCS, root=str(tmp_path))
    given = {"file": "celery/text.py", "scope": "celery.text.shorten"}
    own, other = sample(">>> shorten('x')", "pycon", **given), sample(">>> longer('x')", "pycon", **given)
    page = Page(name="celery/text", file="celery/text.py", title="", samples=(own, other), claims=(), problems=())
    planned = plan_page(docs, page, (NAMES,), LANGUAGES)
    (made,), checks = planned.plans, planned.checks
    assert made.preamble == "from celery.text import shorten"
    assert checks[1].reason == "unbound: longer"


@pytest.mark.parametrize(
    ("code", "scope", "preamble"),
    [
        pytest.param(">>> _short('x')", "celery.text.shorten", "from celery.text import shorten as _short", id="taken"),
        pytest.param(">>> short('x')", "celery.text.shorten", "", id="no private name: it may be the reader's"),
        pytest.param(">>> shorten(_short('x'))", "celery.text.shorten", "", id="its own name is used, too"),
        pytest.param(">>> _short", "celery.text.shorten", "", id="not called"),
        pytest.param(">>> _short('x')", "celery.text", "", id="the module's docstring"),
    ],
)
def test_what_a_docstring_calls_by_a_private_name_is_its_object(sample, tmp_path, code, scope, preamble):
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery" / "text.py").write_text("def shorten(t): ...\n")
    docs = replace(DOCS, root=str(tmp_path))
    called = sample(code, "pycon", file="celery/text.py", scope=scope)
    page = Page(name="celery/text", file="celery/text.py", title="", samples=(called,), claims=(), problems=())
    plans = plan_page(docs, page, (NAMES,), LANGUAGES).plans
    assert [made.preamble for made in plans] == ([preamble] if preamble else [])


def test_workers_that_were_inspected_by_name_are_there_later(sample):
    made = sample(">>> i = app.control.inspect(['a@example.com'])\n>>> i = app.control.inspect()", "pycon")
    asked = sample(">>> i.registered()", "pycon")
    (same,), _ = plan(made, asked)
    assert same.steps[-1].nodes == ()
    first = sample(">>> i = app.control.inspect(['a@example.com'])", "pycon")
    _, later = plan(first, replace(asked, headings=("Page", "Other")))[0]
    assert [(step.nodes, step.sample is None) for step in later.steps] == [
        (("a@example.com",), True),
        (("a@example.com",), False),
    ]


# --- services


def test_what_a_sample_imports_or_asks_for_is_a_service(sample):
    plans, _ = plan(
        sample("from sqlalchemy import event"),
        sample("$ celery -A proj worker -P gevent", "console"),
        sample(">>> add.delay(1, 1)", "pycon"),
    )
    assert [made.services for made in plans] == [("sqlite",), ("gevent",), ()]


def test_what_needs_a_service_leaves_the_others_alone(sample):
    plain, needing = sample(">>> x = 1", "pycon"), sample("import eventlet\nhub = eventlet")
    plans, _ = plan(plain, needing, sample(">>> x", "pycon"), sample(">>> hub", "pycon"))
    assert [(made.services, len(made.steps)) for made in plans] == [((), 2), (("eventlet",), 2)]


def test_the_context_says_what_a_sample_needs_and_where_it_is(sample):
    entry = SampleEntry(opens="def job", heading="", services=("s3",), file="jobs/all.py")
    (made,), _ = plan(sample("def job():\n    pass"), contexts=(NAMES, Context(samples=(entry,))))
    assert (made.services, made.steps[0].module) == (("s3",), "jobs.all")
    (made,), _ = plan(sample(">>> 1", "pycon"), contexts=(NAMES, Context(services=("sqs",))))
    assert made.services == ("sqs",)


def test_beside_a_service_stands_its_project(sample):
    context = contexts.load()[""]
    model = sample(
        "from django.db import models\nclass A(models.Model):\n    pass", headings=("Page", "blog/models.py")
    )
    setting = sample("CELERY_TIMEZONE = 'UTC'", caption="settings.py", headings=("Page", "Settings"))
    page = Context(services=("django",))
    one, other = plan(model, setting, contexts=(context, page))[0]
    assert one.services == ("django",)
    assert {"manage.py", "proj/settings.py", "tasks.py"} <= set(one.files)
    assert "DJANGO_SETTINGS_MODULE" in next(iter(one.heads.values()))
    assert other.steps[0].module == "proj.settings"
    assert "INSTALLED_APPS" in other.heads["proj.settings"], "settings are added to those of the project"
    (plain,), _ = plan(sample(">>> add.delay(1, 1)", "pycon"), contexts=(context,))
    assert "manage.py" not in plain.files


def test_what_is_celerys_is_not_what_another_section_calls_so(sample):
    context = Context(names={"group": "from celery import group"})
    shadow = sample("group = [1]")
    _, made = plan(shadow, sample(">>> group([])", "pycon", headings=("Page", "Other")), contexts=(context,))[0]
    assert (made.preamble, len(made.steps)) == ("from celery import group", 1)


def test_a_value_of_the_context_is_typed_and_names_no_project(sample):
    context = Context(worlds=("proj",), names={"args": "args = (2, 2)", "add": "from proj.tasks import add"})
    (made,), _ = plan(sample(">>> add.apply_async(args)", "pycon"), contexts=(context,))
    assert (made.app, made.preamble) == ("proj", "from proj.tasks import add\nargs = (2, 2)")


# --- what the context says of one sample alone


def _entry(opens, **changes):
    return SampleEntry(opens=opens, heading="", **changes)


def test_names_of_one_sample_are_typed_just_before_it_and_for_it_alone(sample):
    entry = _entry(">>> result.get()", names={"result": "result = add.delay(4, 4)"})
    first, second = sample(">>> x = 1", "pycon"), sample(">>> result.get()", "pycon")
    third = sample(">>> result.id", "pycon", headings=("Page", "Other"))
    (made, *others), checks = plan(first, second, third, contexts=(NAMES, Context(samples=(entry,))))
    assert not others
    assert [(step.source, step.sample is None, step.worker) for step in made.steps] == [
        ("x = 1", False, False),
        ("result = add.delay(4, 4)", True, True),
        ("result.get()", False, False),
    ]
    assert made.preamble == "from proj.tasks import add", "a statement's own needs are bound as a sample's are"
    assert checks[2].reason == "unbound: result"


def test_what_stands_before_a_sample_goes_before_its_names(sample):
    entry = _entry(">>> result.get()", names={"result": "result = add.delay(4, 4)"})
    own = sample(">>> result = add.delay(1, 1)", "pycon")
    (made,), _ = plan(own, sample(">>> result.get()", "pycon"), contexts=(NAMES, Context(samples=(entry,))))
    assert [step.source for step in made.steps] == ["result = add.delay(1, 1)", "result.get()"]


def test_names_of_one_sample_go_before_another_sections(sample):
    entry = _entry(">>> i.active()", names={"i": "i = app.control.inspect()"})
    elsewhere = sample("i = 1", headings=("Page", "Other"))
    _, made = plan(elsewhere, sample(">>> i.active()", "pycon"), contexts=(NAMES, Context(samples=(entry,))))[0]
    assert [step.source for step in made.steps] == ["i = app.control.inspect()", "i.active()"]


def test_names_of_one_sample_are_there_in_the_bodies_of_its_functions(sample):
    entry = _entry("@app.task", names={"fetch": "from proj.tasks import fetch"})
    job = sample("@app.task\ndef job():\n    return fetch()")
    (made,), _ = plan(job, contexts=(NAMES, Context(samples=(entry,))))
    assert _steps(made)[0] == ("module", "tasks", "from proj.tasks import fetch")
    (made,), _ = plan(job, contexts=(NAMES, Context(names=entry.names)))
    assert len(made.steps) == 1, "those of a page are given for what the sample itself needs"


def test_an_import_that_a_sample_shows_is_not_completed(sample):
    entry = _entry(">>> from proj.tasks import add", names={"mul": "from proj.tasks import mul"})
    shown = sample(">>> from proj.tasks import add\n>>> mul.delay(1, 1)", "pycon")
    _, (made,) = plan(shown, contexts=(NAMES, Context(samples=(entry,))))
    assert made.reason == "unbound: mul"


def test_a_sample_that_is_gone_through_again_has_its_names(sample):
    entry = _entry("@app.task", names={"base": "base = object"})
    job = sample("@app.task(base=base)\ndef job():\n    pass")
    again = sample(">>> job.delay()", "pycon", headings=("Page", "Other"))
    _, made = plan(job, again, contexts=(NAMES, Context(samples=(entry,))))[0]
    assert [step.source.split("\n")[0] for step in made.steps] == [
        "base = object",
        "@app.task(base=base)",
        "job.delay()",
    ]


@pytest.fixture
def shop(monkeypatch, tmp_path):
    """A world beside the project's own, and one that takes the place of `proj`."""
    for name in ("shop/__init__.py", "shop/tasks.py", "django_like/proj/__init__.py", "proj/__init__.py", "tasks.py"):
        path = tmp_path / "worlds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("sell = 1" if name == "shop/tasks.py" else f"# {name}")
    monkeypatch.setattr(contexts, "root", lambda: tmp_path)


def test_a_world_of_one_sample_is_added_to_the_story_of_the_others(sample, shop):
    entry = _entry(">>> from shop.tasks", worlds=("shop",))
    before, needing = sample(">>> x = 1", "pycon"), sample(">>> from shop.tasks import sell", "pycon")
    other = sample(">>> from shop import tasks", "pycon", headings=("Page", "Other"))
    (made,), checks = plan(before, needing, other, contexts=(NAMES, Context(samples=(entry,))))
    assert "shop/tasks.py" in made.files
    assert (made.app, len(made.steps)) == ("shop", 2)
    assert checks[2].reason == "needs-module: shop"


def test_a_world_that_takes_the_place_of_another_is_a_story_of_its_own(sample, shop):
    entry = _entry(">>> y", worlds=("django_like",))
    samples = [sample(code, "pycon") for code in (">>> x = 1", ">>> y = 1", ">>> z = 1")]
    plans, _ = plan(*samples, contexts=(NAMES, Context(samples=(entry,))))
    assert [[step.source for step in made.steps] for made in plans] == [["x = 1", "z = 1"], ["y = 1"]]
