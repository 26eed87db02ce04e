"""Attributes that are not there, and the many that cannot be known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import names
from harness.interfaces import Case
from tests.checks.conftest import make_claim

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
            None,
            id="of another name",
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
        pytest.param("f(app.control\n  .purgeall)", "python", (11, 8, "purgeall"), None, id="over lines"),
        pytest.param(
            "x = {'requires': 'celery.schedule:crontab'}",
            "python",
            (10, 23, "celery.schedule:crontab"),
            "celery.schedules:crontab",
            id="path, module",
        ),
        pytest.param(
            "requires = ('celery.schedules:crontabs',)",
            "python",
            (10, 18, "celery.schedules:crontabs"),
            "celery.schedules:crontab",
            id="path, name",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = names.find(make_case(code, language))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == ("unknown-name", suggestion)


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


def test_a_path_in_a_sentence(make_case: MakeCase):
    (finding,) = names.find(make_case(claim=make_claim("``celery.schedules:Crontab``", "literal")))
    assert (finding.place.column, finding.place.text) == (9, "celery.schedules:Crontab")
    assert finding.suggestion == "celery.schedules:crontab"
    assert not list(names.find(make_case(claim=make_claim("``celery.schedules:crontab``", "literal"))))
    assert not list(names.find(make_case(claim=make_claim("``celery.schedules.lost``", "literal"))))
