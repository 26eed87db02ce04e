"""Attributes that are not there, and the many that cannot be known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import names
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
SEED = "revoke_by_stamped_header"


@pytest.mark.parametrize(
    ("code", "language", "place", "suggestion"),
    [
        pytest.param(f">>> app.control.{SEED}({{}})", "pycon", (10, 21, SEED), SEED + "s", id="the application's part"),
        pytest.param(
            f">> app.control.{SEED}({{\n...   1: 2,\n}})", "pycon", (10, 20, SEED), SEED + "s", id="broken prompt"
        ),
        pytest.param("app.send_tasks('x')", "python", (10, 9, "send_tasks"), "send_task", id="the application"),
        pytest.param(
            "app = Celery('x')\napp.sent_task()",
            "python",
            (11, 9, "sent_task"),
            "send_task",
            id="an application made here",
        ),
        pytest.param(
            "from celery import Celery as C\nmy = C()\nmy.strat()",
            "python",
            (12, 8, "strat"),
            "start",
            id="of another name",
        ),
        pytest.param(
            "@app.task(bind=True)\ndef f(self):\n    self.retyr()",
            "python",
            (12, 14, "retyr"),
            "retry",
            id="a bound task",
        ),
        pytest.param(
            "from proj import app\n\n@app.tsk\ndef f(): pass", "python", (12, 10, "tsk"), "task", id="decorator"
        ),
        pytest.param(
            "from celery import current_app\ncurrent_app.control.revok(1)",
            "python",
            (11, 25, "revok"),
            "revoke",
            id="proxy",
        ),
        pytest.param(
            "from celery import signals\n@signals.task_prern.connect\ndef f(**k): pass",
            "python",
            (11, 14, "task_prern"),
            "task_prerun",
            id="module",
        ),
        pytest.param("import celery\ncelery.signals.task_done", "python", (11, 20, "task_done"), None, id="package"),
        pytest.param(
            "app.control.inspect().stat()", "python", (10, 27, "stat"), "stats", id="instance of a part's class"
        ),
        pytest.param(
            "i = app.control.inspect()\ni.activ()", "python", (11, 7, "activ"), "active", id="instance in a name"
        ),
        pytest.param(
            "from celery.result import GroupResult\nGroupResult().completed_counts()",
            "python",
            (11, 19, "completed_counts"),
            "completed_count",
            id="instance",
        ),
        pytest.param(
            "from celery.schedules import crontab\ncrontab.from_strng('x')",
            "python",
            (11, 13, "from_strng"),
            "from_string",
            id="class",
        ),
        pytest.param(
            ">>> add.apply_async((2,))\n>>> add.retyr()",
            "pycon",
            (11, 13, "retyr"),
            "retry",
            id="what is sent is a task",
        ),
        pytest.param(">>> add.apply_async((2,)).staet", "pycon", (10, 31, "staet"), "state", id="what sending gives"),
        pytest.param(">>> res.staet", "pycon", (10, 13, "staet"), "state", id="what the docs call a result"),
        pytest.param(
            ">>> app.control.inspect().statss()", "pycon", (10, 31, "statss"), "stats", id="what a property makes"
        ),
        pytest.param("app.conff = 1", "python", (10, 9, "conff"), "conf", id="set, and nearly there"),
        pytest.param(
            "def f(app):\n    app.sent_task()\n\napp = Celery('x')",
            "python",
            (11, 13, "sent_task"),
            "send_task",
            id="parameter, called as the application that the sample makes",
        ),
        pytest.param("f(app.control\n  .purgeall)", "python", (11, 8, "purgeall"), None, id="over lines"),
        pytest.param(
            "x = {'requires': 'celery.schedule:crontab'}",
            "python",
            (10, 23, "celery.schedule:crontab"),
            "celery.schedules:crontab",
            id="path, module",
        ),
        pytest.param(
            "uses = ('celery.schedules:crontabs',)",
            "python",
            (10, 14, "celery.schedules:crontabs"),
            "celery.schedules:crontab",
            id="path, name",
        ),
        pytest.param(
            "class S(Step):\n    requires = {'celery.worker.componets:Scaler'}",
            "python",
            (11, 22, "celery.worker.componets:Scaler"),
            None,
            id="path to a bootstep in a module of many",
        ),
        pytest.param(
            "class S(Step):\n    requires = ('celery.worker.autoscaler:Scaler',)",
            "python",
            (11, 22, "celery.worker.autoscaler:Scaler"),
            "celery.worker.autoscale:ScalerStep",
            id="path to the one bootstep of a module",
        ),
        pytest.param(
            "requires = ['celery.worker.components:TimerStap']",
            "python",
            (10, 18, "celery.worker.components:TimerStap"),
            "celery.worker.components:TimerStep",
            id="path to a bootstep misspelt",
        ),
        pytest.param(
            "from celery import signals\n@signals.Task_prerun\ndef f(): pass",
            "python",
            (11, 14, "Task_prerun"),
            None,
            id="decorator, and only what is none is like it",
        ),
        pytest.param(
            "from celery import schedules\nschedules.Crontabs()",
            "python",
            (11, 15, "Crontabs"),
            "crontab",
            id="class, called",
        ),
        pytest.param(
            "from celery import schedules\nschedules.schedule.Day",
            "python",
            (11, 24, "Day"),
            None,
            id="class attribute",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = names.find(make_case(code, language))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == ("unknown-name", suggestion)


@pytest.mark.parametrize(
    ("above", "headings", "found"),
    [
        pytest.param("result = add.apply_async((2,))", ("Page", "Section"), ["state"], id="made in the section"),
        pytest.param("result = add.apply_async((2,))", ("Page", "Other"), [], id="made in another section"),
        pytest.param("from celery.result import AsyncResult as result", ("Page", "Other"), ["state"], id="imported"),
        pytest.param("result = make()", ("Page",), [], id="made by the reader's"),
        pytest.param("x = 1", ("Page",), ["state"], id="as the docs call it"),
    ],
)
def test_names_that_samples_above_bind(make_case: MakeCase, above: str, headings: tuple[str, ...], found: list[str]):
    case = make_case("result.staet", headings=("Page", "Section"))
    assert case.sample is not None
    first = replace(make_sample(above, headings=headings), lines=tuple(range(1, 1 + above.count("\n") + 1)))
    page = replace(case.page, samples=(first, case.sample))
    findings = list(names.find(replace(case, page=page)))
    assert [finding.suggestion for finding in findings] == found


def test_a_docstring_uses_names_of_its_module(make_case: MakeCase):
    case = make_case(">>> current_app.sent_task()", "pycon", scope="celery.Celery")
    page = replace(case.page, name="celery")
    (finding,) = names.find(replace(case, page=page))
    assert finding.suggestion == "send_task"


def test_a_particular_name_is_looked_for_elsewhere(make_case: MakeCase):
    (finding,) = names.find(make_case(f"app.control.{SEED}({{}})"))
    assert (finding.subject, finding.token) == (f"name:{SEED}", SEED)
    (finding,) = names.find(make_case("app.strat()"))
    assert finding.token == ""


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("app.control.revoke_by_stamped_headers({})", {}, id="there"),
        pytest.param("app.control.Mailbox\napp.control.app.main", {}, id="class attribute, instance attribute"),
        pytest.param("app.steps['worker'].add(X)\napp.on_after_configure.connect(f)", {}, id="assigned in __init__"),
        pytest.param("app.backend.anything\napp.backend.client.more", {}, id="part that the configuration decides"),
        pytest.param("app.conf.anything", {}, id="has __getattr__"),
        pytest.param("app.pid_of_child", {}, id="assigned from outside, by some code"),
        pytest.param("app.__class__.__name__", {}, id="dunder"),
        pytest.param("app.mine = 1\nprint(app.mine)", {}, id="set in the sample"),
        pytest.param("app.mine = 1", {}, id="set, and like nothing"),
        pytest.param("app.conff = 1", {"others": ("print(app.conff)",)}, id="nearly there, set and used"),
        pytest.param(">>> res.pid_of_child", {"language": "pycon"}, id="what something else has"),
        pytest.param(">>> res.anything", {"language": "pycon"}, id="result of another kind"),
        pytest.param(">>> f('x'.s().anything)", {"language": "pycon"}, id="method of a text"),
        pytest.param(">>> res = f()\n>>> res.staet", {"language": "pycon"}, id="made by the reader's"),
        pytest.param("print(app.mine)", {"others": ("app.mine = 1",)}, id="set in another sample"),
        pytest.param(
            "app.control.mine()", {"others": ("class C(Control):\n    def mine(self): pass",)}, id="defined in another"
        ),
        pytest.param("def f(app):\n    app.anything", {}, id="parameter"),
        pytest.param("app = Flask()\napp.route('/')", {}, id="application of another library"),
        pytest.param("for app in apps:\n    app.anything", {}, id="loop"),
        pytest.param(
            "from celery import Celery\nclass A(Celery):\n    pass\napp = A()\napp.x", {}, id="class of the reader's"
        ),
        pytest.param("celery.control.discard_all()", {}, id="celery is the application here"),
        pytest.param(
            "from celery.result import AsyncResult\nAsyncResult(1).filled", {}, id="attributes that cannot be read"
        ),
        pytest.param("from celery.schedules import crontab\ncrontab()._orig_minute", {}, id="assigned by a method"),
        pytest.param("from celery import chain\nchain(a, b).anything", {}, id="__new__ may make anything"),
        pytest.param("try:\n    app.gone()\nexcept AttributeError:\n    pass", {}, id="tried"),
        pytest.param("app.gone()  # raises AttributeError", {}, id="fails on purpose"),
        pytest.param("app.gone()", {"lead": "This was renamed in 4.0:"}, id="history"),
        pytest.param("x = 'celery.ping'\ny = 'celery.schedules.nothing'", {}, id="names of tasks"),
        pytest.param("x = 'proj.celery:app'\ny = 'celery.schedules:crontab'", {}, id="paths that lead somewhere"),
        pytest.param("x = 'celery.backends.lost:LostBackend'", {}, id="path into a module that was only read"),
        pytest.param(">>> app\n<Celery tasks at 0x10>", {"language": "pycon"}, id="output"),
        pytest.param("app.gone()", {"language": "console"}, id="no Python"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, object]):
    assert list(names.find(make_case(code, **changes))) == []


def test_a_bootstep_requires_bootsteps(make_case: MakeCase):
    (finding,) = names.find(make_case("class S(Step):\n    requires = ('celery.worker.autoscale:Scaler',)"))
    assert (finding.rule, finding.suggestion) == ("wrong-kind", "celery.worker.autoscale:ScalerStep")
    assert (finding.place.line, finding.place.column) == (11, 22)
    (finding,) = names.find(make_case("requires = ('celery.schedules:crontab',)"))
    assert (finding.rule, finding.suggestion) == ("wrong-kind", None)
    assert not list(names.find(make_case("requires = ('celery.worker.components:TimerStep', Mine)")))


@pytest.mark.parametrize(
    ("code", "place"),
    [
        pytest.param("from celery import schedules\n@schedules\ndef f(): pass", (11, 6, "schedules"), id="decorator"),
        pytest.param("import celery\nx = celery.schedules()", (11, 16, "schedules"), id="call"),
    ],
)
def test_a_module_cannot_be_called(make_case: MakeCase, code: str, place: tuple[int, int, str]):
    (finding,) = names.find(make_case(code))
    assert (finding.rule, finding.blame, finding.suggestion) == ("wrong-kind", "docs", None)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("schedules()", {}, id="a name of the reader's"),
        pytest.param("from celery.schedules import crontab\ncrontab()", {}, id="a class"),
        pytest.param("from celery import schedules\nschedules = f\nschedules()", {}, id="bound again"),
        pytest.param("from celery import schedules\nschedules()  # raises", {}, id="on purpose"),
        pytest.param("from celery import schedules\nschedules()", {"lead": "The old API:"}, id="history"),
    ],
)
def test_other_things_can_be_called(make_case: MakeCase, code: str, changes: dict[str, object]):
    assert not list(names.find(make_case(code, **changes)))


@pytest.mark.parametrize(
    ("code", "place", "told"),
    [
        pytest.param("from celery.app import task\ndef f(self: task): pass", (11, 17, "task"), "is no type", id="type"),
        pytest.param("from celery.app import task\ndef f() -> task: pass", (11, 16, "task"), "is no type", id="result"),
        pytest.param("from celery.app import task\nx: task = 1", (11, 8, "task"), "is no type", id="a variable's type"),
        pytest.param(
            "from celery.app import task\nclass T(task): pass", (11, 13, "task"), "cannot be inherited from", id="base"
        ),
        pytest.param(
            "from celery import schedules\ntry: f()\nexcept schedules: pass",
            (12, 12, "schedules"),
            "is no exception",
            id="exception",
        ),
        pytest.param(
            "from celery import app\n\n@app.task(queue='x')\ndef f(): pass",
            (12, 10, "task"),
            "cannot be called",
            id="the package for an application",
        ),
    ],
)
def test_a_module_is_no_class(make_case: MakeCase, code: str, place: tuple[int, int, str], told: str):
    (finding,) = names.find(make_case(code))
    assert finding.rule == "wrong-kind"
    assert told in finding.message
    assert (finding.place.line, finding.place.column, finding.place.text) == place


def test_a_module_that_is_called_after_a_class(make_case: MakeCase):
    (finding,) = names.find(make_case("from celery.app import task\ndef f(self: task): pass"))
    assert finding.message.endswith("its class is celery.Task")
    (finding,) = names.find(make_case("from celery.app import control\ndef f(x: control): pass"))
    assert finding.message.endswith("its class is celery.app.control.Control")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("from celery import Task\ndef f(self: Task): pass", {}, id="a class"),
        pytest.param("from proj import task\ndef f(self: task): pass", {}, id="the reader's"),
        pytest.param("from celery.app import task\ndef f(self: 'task'): pass", {}, id="a string"),
        pytest.param("from proj import app\n@app.task\ndef f(): pass", {}, id="the reader's application"),
        pytest.param("from celery.app import task\nclass T(task.Task): pass", {}, id="a class of the module"),
        pytest.param("from celery.app import task\nx: task  # wrong", {}, id="on purpose"),
        pytest.param("from celery.app import task\nx: task", {"lead": "The old API:"}, id="history"),
    ],
)
def test_other_things_are_classes(make_case: MakeCase, code: str, changes: dict[str, object]):
    assert not list(names.find(make_case(code, **changes)))


def test_what_takes_the_place_of_the_past_is_not_past(make_case: MakeCase):
    code = "from celery import app\n@app.task\ndef f(): pass"
    lead = "Later it was removed in 2.0, replaced by decorators:"
    assert list(names.find(make_case(code, lead=lead)))
    assert not list(names.find(make_case(code, lead=lead, historical=True)))
    assert not list(names.find(make_case(code, lead=lead, headings=("Page", "Changes"))))
    assert not list(names.find(make_case(code.replace("task", "task  # wrong", 1), lead=lead)))
    assert names.covers(make_case(code, lead=lead))


def test_what_replaces_the_old_is_not_old(make_case: MakeCase):
    code = "from celery import schedules\n@schedules\ndef f(): pass"
    assert list(names.find(make_case(code, lead="This was removed in 2.0, replaced by decorators:")))
    assert not list(names.find(make_case(code, lead="It was replaced by decorators; this was removed:")))


@pytest.mark.parametrize(
    ("text", "line", "column", "path"),
    [
        pytest.param("``f('celery.schedules:lost')(app)``", 3, 12, "celery.schedules:lost", id="within code"),
        pytest.param("celery.schedules.lost", 3, 7, "celery.schedules.lost", id="with a dot"),
        pytest.param("celery.lost.Schedule", 3, 7, "celery.lost.Schedule", id="class in a lost module"),
        pytest.param("f('a',\n  'celery.schedules:lost')", 4, 4, "celery.schedules:lost", id="on the second line"),
    ],
)
def test_paths_in_prose(make_case: MakeCase, text: str, line: int, column: int, path: str):
    (finding,) = names.find(make_case(claim=make_claim(text, "literal")))
    assert (finding.place.line, finding.place.column, finding.place.text) == (line, column, path)


@pytest.mark.parametrize(
    ("text", "name", "suggestion"),
    [
        pytest.param("Control.pureg()", "pureg", "purge", id="of a class"),
        pytest.param("app.confg", "confg", "conf", id="of the application"),
        pytest.param("celery.scheudles", "scheudles", "schedules", id="of the package"),
        pytest.param("make_repotr(1, *args)", "make_repotr", "make_report", id="of a sample"),
    ],
)
def test_slips_in_prose(make_case: MakeCase, text: str, name: str, suggestion: str):
    case = make_case(claim=make_claim(text, "literal"), others=("def make_report(): ...",))
    found = list(names.find(case))
    assert [(each.place.text, each.suggestion) for each in found] == [(name, suggestion)]
    assert found[0].place.column == 7 + text.index(name)


def test_what_is_like_nothing_in_prose(make_case: MakeCase):
    (finding,) = names.find(make_case(claim=make_claim("app.fetch_everything()", "literal")))
    assert (finding.place.text, finding.suggestion) == ("fetch_everything", None)
    assert names.covers(make_case(claim=make_claim("app.control", "literal")))
    assert not names.covers(make_case(claim=make_claim("app.fetch_everything()", "literal")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Control.purge()", id="there"),
        pytest.param("Control.anything()", id="unlike anything: a reader's own class may be called so"),
        pytest.param("Gadget.pureg()", id="no class of that name"),
        pytest.param("gadget.pureg()", id="no word that the docs have for something"),
        pytest.param("app.purge", id="a name of the release"),
        pytest.param("celery.anything", id="a task, a queue, a group of entry points"),
        pytest.param("control.make_report()", id="a name of a sample's"),
        pytest.param("make_reports()", id="one and many are two things"),
        pytest.param("burn_repotr()", id="like nothing"),
        pytest.param("isinstanec", id="not called"),
    ],
)
def test_no_slips_in_prose(make_case: MakeCase, text: str):
    assert not list(names.find(make_case(claim=make_claim(text, "literal"), others=("def make_report(): ...",))))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("celery.ping", id="name of a task"),
        pytest.param("celery.lost.ping", id="name of a task in a lost module"),
        pytest.param("celery.canvas.Signature.anything", id="attribute of a class with open ends"),
        pytest.param("systemctl start celery.service", id="service"),
        pytest.param("python -m celery.schedules.lost", id="within code, with a dot"),
        pytest.param("proj.celery.schedules.lost", id="another's package"),
        pytest.param("celery.schedules.*", id="pattern"),
        pytest.param("http://celery.schedules:port", id="address"),
    ],
)
def test_prose_without_paths(make_case: MakeCase, text: str):
    assert list(names.find(make_case(claim=make_claim(text, "literal")))) == []


@pytest.mark.parametrize(
    ("case", "covered"),
    [
        pytest.param(("app.control.revoke(1)",), True, id="attribute"),
        pytest.param(("app.gone()",), True, id="missing attribute"),
        pytest.param(("x = 'celery.schedules:crontab'",), True, id="path"),
        pytest.param(("app.conf.anything",), True, id="the configuration is the application's"),
        pytest.param(("from celery.result import AsyncResult\nAsyncResult(1).filled",), False, id="not certain"),
        pytest.param(("x = 1\nprint(x.real)",), False, id="nothing of Celery's"),
        pytest.param(("app.gone()", "console"), False, id="no Python"),
    ],
)
def test_covers(make_case: MakeCase, case: tuple[str, ...], covered: bool):
    assert names.covers(make_case(*case)) is covered


def test_covers_claims(make_case: MakeCase):
    assert names.covers(make_case(claim=make_claim("celery.schedules.crontab", "literal")))
    assert names.covers(make_case(claim=make_claim("celery.schedules:lost", "literal")))
    assert not names.covers(make_case(claim=make_claim("celery.ping", "literal")))
    assert not names.covers(make_case(claim=make_claim("enable_utc", "literal")))
    assert not names.covers(make_case(claim=make_claim("celery.schedules:lost", "literal", historical=True)))


def test_a_path_in_a_sentence(make_case: MakeCase):
    (finding,) = names.find(make_case(claim=make_claim("``celery.schedules:Crontab``", "literal")))
    assert (finding.place.column, finding.place.text) == (9, "celery.schedules:Crontab")
    assert finding.suggestion == "celery.schedules:crontab"


@pytest.mark.parametrize(
    ("beside", "suggestion"),
    [
        pytest.param("``celery.schedules:crontab``", None, id="it stands there already"),
        pytest.param(
            "``celery.schedules:crontabs``", "celery.schedules:crontab", id="only as the beginning of another"
        ),
        pytest.param("``proj.celery.schedules:crontab``", "celery.schedules:crontab", id="only as the end of another"),
    ],
)
def test_what_stands_on_the_line_is_not_suggested_for_it(
    make_case: MakeCase, tmp_path: Path, beside: str, suggestion: str | None
):
    path = tmp_path / "docs" / "userguide" / "page.rst"
    path.parent.mkdir(parents=True)
    path.write_text(f"\n\n    * ``celery.schedules:Crontab`` / {beside}\n")
    case = make_case(claim=make_claim("``celery.schedules:Crontab``", "literal"))
    (finding,) = names.find(replace(case, docs=replace(case.docs, root=str(tmp_path))))
    assert finding.suggestion == suggestion


@pytest.mark.parametrize(
    ("real", "suggestion"),
    [
        pytest.param("'celery.app.control:Inspect'", "celery.app.control:Inspect", id="the real default"),
        pytest.param("None", None, id="there is none"),
        pytest.param("'celery.gone:Inspect'", None, id="one that is gone"),
    ],
)
def test_what_stands_as_a_default(make_case: MakeCase, tmp_path: Path, real: str, suggestion: str | None):
    path = tmp_path / "docs" / "userguide" / "page.rst"
    path.parent.mkdir(parents=True)
    path.write_text("\n\nDefault: ``celery.schedules:Crontab``.\n")
    case = make_case(claim=make_claim("``celery.schedules:Crontab``", "literal", headings=("``worker_timer``",)))
    facts = {**case.facts, "settings": {"keys": {"worker_timer": {"default": real}}}}
    (finding,) = names.find(replace(case, facts=facts, docs=replace(case.docs, root=str(tmp_path))))
    assert finding.suggestion == suggestion


def test_a_path_that_leads_somewhere(make_case: MakeCase):
    assert not list(names.find(make_case(claim=make_claim("``celery.schedules:crontab``", "literal"))))


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [
        pytest.param("celery.control:Inspect", "celery.app.control:Inspect", id="a part is missing, with a colon"),
        pytest.param("celery.control.Inspect", "celery.app.control.Inspect", id="a part is missing"),
        pytest.param("celery.app.base.control:Inspect", "celery.app.control:Inspect", id="one too many in the middle"),
        pytest.param("celery.worker.app:Inspect", None, id="a part of another path"),
        pytest.param("celery.worker.control.registry:Panel", "celery.worker.control:Panel", id="a part too many"),
        pytest.param("celery.gone:Inspect", None, id="nothing of the path is left"),
        pytest.param("celery.gone:Nothing", None, id="a name that is nowhere"),
        pytest.param("celery.app:_Inspect", None, id="a private name"),
    ],
)
def test_where_a_lost_path_is_now(make_case: MakeCase, path: str, suggestion: str | None):
    (finding,) = names.find(make_case(claim=make_claim(path, "literal")))
    assert (finding.place.text, finding.suggestion) == (path, suggestion)


def test_a_name_that_is_defined_twice_is_nowhere(make_case: MakeCase):
    case = make_case(claim=make_claim("celery.control:Inspect", "literal"))
    member = {"kind": "class", "ref": "celery.canvas.Inspect"}
    canvas = {**case.facts["modules"]["celery.canvas"]}
    canvas["members"] = {**canvas["members"], "Inspect": member}
    facts = {**case.facts, "modules": {**case.facts["modules"], "celery.canvas": canvas}}
    (finding,) = names.find(replace(case, facts=facts))
    assert finding.suggestion is None
