"""Names that nothing binds, and the many that nobody can tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from harness.checks import undefined
from harness.interfaces import Case
from harness.model import Finding, Observation, Raised, Sent
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
TASK = "@app.task\ndef tsum(x): pass"
LOGGER = "from celery.utils.log import get_task_logger\n"


@pytest.mark.parametrize(
    ("code", "others", "place", "suggestion"),
    [
        pytest.param(
            "from proj import app\n\nclass T(Task): pass",
            (),
            (12, 13, "Task"),
            "from celery import Task",
            id="base class, of celery",
        ),
        pytest.param(
            "import os\n\ndef f():\n    try: g()\n    except Retry: pass",
            (),
            (14, 16, "Retry"),
            "from celery.exceptions import Retry",
            id="exception",
        ),
        pytest.param(
            "import os\ndef f():\n    return [crontab(minute=os.x)]",
            (),
            (12, 17, "crontab"),
            "from celery.schedules import crontab",
            id="called in a function",
        ),
        pytest.param(
            "import os\n@task_prerun.connect\ndef f(): pass",
            (),
            (11, 6, "task_prerun"),
            "from celery.signals import task_prerun",
            id="signal",
        ),
        pytest.param(
            "from celery import Celery\ntime.sleep(1)", (), (11, 5, "time"), "import time", id="module of the library"
        ),
        pytest.param("import os\nx = time() - 1", (), (11, 9, "time"), "from time import time", id="function in it"),
        pytest.param(
            "from proj import app\nx = Decimal(1)",
            (),
            (11, 9, "Decimal"),
            "from decimal import Decimal",
            id="class in it",
        ),
        pytest.param(
            "def f():\n    return uuid4().hex",
            (),
            (11, 16, "uuid4"),
            "from uuid import uuid4",
            id="coined name, no imports",
        ),
        pytest.param(
            "from django.db import models\nf(settings.API_KEY)",
            (),
            (11, 7, "settings"),
            "from django.conf import settings",
            id="settings of Django",
        ),
        pytest.param(
            "from django.http import HttpRequest\nclass M(models.Model): pass",
            (),
            (11, 13, "models"),
            "from django.db import models",
            id="what Django's users import",
        ),
        pytest.param("import os\nx = md5(b'')", (), (11, 9, "md5"), "from hashlib import md5", id="coined, and short"),
        pytest.param(
            "import os\napp.user_options['worker'].add(Option(('-x',)))",
            (),
            (11, 36, "Option"),
            "from click import Option",
            id="an option of the command line",
        ),
        pytest.param(
            "import os\nwith raises(Retry): f()",
            ("from pytest import raises",),
            (11, 17, "Retry"),
            "from celery.exceptions import Retry",
            id="an exception that is handed on",
        ),
        pytest.param(
            "import os\nf(states.SUCCESS)", (), (11, 7, "states"), "from celery import states", id="module of Celery's"
        ),
        pytest.param(
            "import os\n# it raises errors here\nf.error = Retry()\n\nf(Retry())",
            (),
            (14, 7, "Retry"),
            "from celery.exceptions import Retry",
            id="the first use that nothing is told of",
        ),
        pytest.param("@task\ndef f(): pass", (TASK,), (10, 6, "task"), "app.task", id="decorator"),
        pytest.param(
            "@task(bind=True):\ndef f(): pass", (TASK,), (10, 6, "task"), "app.task", id="beside another mistake"
        ),
        pytest.param(
            "@task(name='x')\ndef f(): pass",
            (TASK, "from celery.app import task\ndef g(x: task): pass"),
            (10, 6, "task"),
            "app.task",
            id="decorator, elsewhere a module of the name",
        ),
        pytest.param(">>> xsum.s(1)", (TASK,), (10, 9, "xsum"), "tsum", id="task of the page's"),
        pytest.param(
            "def f():\n    return [xsum([1]), 2]",
            (TASK, ">>> xsum.delay([1])"),
            (11, 17, "xsum"),
            "tsum",
            id="task, used otherwise",
        ),
        pytest.param(
            LOGGER + "logger = get_logger(__name__)",
            (),
            (11, 14, "get_logger"),
            "get_task_logger",
            id="imported, and not used",
        ),
        pytest.param(
            "from proj import g\ndef f():\n    current_domain = g()\n    h(domain)",
            (),
            (13, 11, "domain"),
            "current_domain",
            id="assigned, and not used",
        ),
        pytest.param(
            "for result in f():\n    print(results, result, resalt)",
            (),
            (11, 32, "resalt"),
            "result",
            id="misspelt, and a plural",
        ),
        pytest.param(
            ">>> from proj.tasks import add\n\n>>> ~tsum.map([1])",
            (TASK,),
            (12, 10, "tsum"),
            "from proj.tasks import tsum",
            id="another is imported",
        ),
        pytest.param(
            "import time\nfrom proj.tasks import MyTask\n\ndef view(request):\n    return tsum.delay()",
            (TASK,),
            (14, 16, "tsum"),
            "from proj.tasks import tsum",
            id="another is imported, further down",
        ),
        pytest.param(
            "from .celery import celery\n\n@app.task\ndef f():\n    celery.control.ping()",
            (),
            (12, 6, "app"),
            "celery",
            id="the application, imported under another name",
        ),
        pytest.param(
            "from celery.schedules import crontab\nclass T(Task):\n    every = crontab()",
            ("from celery import Task\nclass A(Task):\n    pass",),
            (11, 13, "Task"),
            "from celery import Task",
            id="imported by another sample of the page",
        ),
        pytest.param(
            "import os\nos.environ['T'] = str(errno.ENOMEM)",
            ("import errno\nerrno.EACCES",),
            (11, 27, "errno"),
            "import errno",
            id="a module, imported by another",
        ),
        pytest.param(
            "from proj import g\ndef f(items):\n    found = []\n    for each in items:\n        value = g(each)\n"
            "        found.append(y)\n    return found",
            (),
            (15, 26, "y"),
            "value",
            id="what is handed on for what is assigned",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, others: tuple[str, ...], place: tuple[int, int, str], suggestion: str):
    (finding,) = undefined.find(make_case(code, "pycon" if code.startswith(">>>") else "python", others=others))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion, finding.blame) == ("undefined-name", suggestion, "docs")


def with_below(make_case: MakeCase, code: str, language: str, above: tuple[str, ...], below: str) -> Case:
    case = make_case(code, language, others=above)
    samples = (*case.page.samples, make_sample(below, "pycon" if below.startswith(">>>") else "python"))
    return dataclasses.replace(case, page=dataclasses.replace(case.page, samples=samples))


PROFILE = "from cassandra.cluster import ExecutionProfile"


@pytest.mark.parametrize(
    ("code", "below", "suggestions"),
    [
        pytest.param(
            "import os\nclass T(Task): pass",
            "from celery import Task",
            ["from celery import Task"],
            id="imported there only",
        ),
        pytest.param("import os\nclass T(Task): pass", "class Task: pass", [], id="defined there"),
        pytest.param(
            "from cassandra.policies import P\nx = ExecutionProfile(P)", PROFILE, [PROFILE], id="others' of one package"
        ),
        pytest.param("from proj.a import P\nx = ExecutionProfile(P)", PROFILE, [], id="others' of no such package"),
    ],
)
def test_what_samples_below_bind(make_case: MakeCase, code: str, below: str, suggestions: list[str]):
    case = with_below(make_case, code, "python", (), below)
    samples = [
        dataclasses.replace(each, lines=(90 + index,)) if index else each
        for index, each in enumerate(case.page.samples)
    ]
    case = dataclasses.replace(case, page=dataclasses.replace(case.page, samples=tuple(samples)))
    assert [finding.suggestion for finding in undefined.find(case)] == suggestions


OTHER_APP = "from .celery import celery\n\n@app.task\ndef f():\n    celery.control.ping()"
MAPPED = ">>> from proj.tasks import add\n\n>>> ~tsum.map([1])"


@pytest.mark.parametrize(
    ("code", "below", "places"),
    [
        pytest.param(
            OTHER_APP,
            "from celery import Celery\n\napp = Celery()",
            [("app", 12, "app"), ("celery", 10, "app"), ("celery", 14, "app")],
            id="the module that is shown binds what is used",
        ),
        pytest.param(
            MAPPED,
            ">>> add.starmap([(1, 2)])",
            [("tsum", 12, "tsum"), ("add", 10, "add, tsum")],
            id="samples below use what is imported",
        ),
    ],
)
def test_an_import_is_mended(make_case: MakeCase, code: str, below: str, places: list[tuple[str, int, str]]):
    above = (TASK.replace("tsum", "add") + "\n" + TASK,) if ">>>" in code else ()
    case = with_below(make_case, code, "pycon" if ">>>" in code else "python", above, below)
    found = list(undefined.find(case))
    assert [(each.place.text, each.place.line, each.suggestion) for each in found] == places
    assert len({(each.subject, each.claim, each.message) for each in found}) == 1


@pytest.mark.parametrize(
    ("code", "below", "places"),
    [
        pytest.param(
            OTHER_APP,
            "from celery import Celery\n\ncelery = Celery()",
            [("app", 12, "celery")],
            id="the module that is shown binds what is imported",
        ),
        pytest.param(
            MAPPED,
            ">>> from proj.tasks import add\n>>> add.starmap([(1, 2)])",
            [("tsum", 12, "from proj.tasks import tsum")],
            id="samples below import it themselves",
        ),
    ],
)
def test_the_rest_is_mended_where_the_import_is_right(
    make_case: MakeCase, code: str, below: str, places: list[tuple[str, int, str]]
):
    case = with_below(make_case, code, "pycon" if ">>>" in code else "python", (TASK,) * (">>>" in code), below)
    assert [(each.place.text, each.place.line, each.suggestion) for each in undefined.find(case)] == places


@pytest.mark.parametrize(
    ("code", "others", "changes"),
    [
        pytest.param("import os\nuse_template(os.x)\nTwitter.send()", (), {}, id="the reader's helpers"),
        pytest.param("class T(Task):\n    pass", ("from celery import Task",), {}, id="goes on from another"),
        pytest.param(
            "from proj import x\nclass T(Task):\n    pass", ("from celery import Task",), {}, id="imports the reader's"
        ),
        pytest.param(
            "from celery import chain\nchain(add.s())", ("from tasks import add",), {}, id="of the reader's, above"
        ),
        pytest.param(
            "from celery import chain\nclass T(Task):\n    pass",
            ("from celery import Task", "class Task:\n    pass"),
            {},
            id="of another's making",
        ),
        pytest.param("add.delay(2)\napp.send_task('x')\nmul.s(3)", (), {}, id="the tutorial's"),
        pytest.param("class T(Task): pass", (), {}, id="Celery's, no imports shown"),
        pytest.param("time.sleep(1)\nre.compile('x')", (), {}, id="module, no imports shown"),
        pytest.param("x = Decimal(1)", (), {}, id="class of the library, no imports shown"),
        pytest.param("import os\nclass T(Task): pass", ("from celery import Task",), {}, id="imported above"),
        pytest.param("import os\nclass T(Task): pass", ("class Task: pass",), {}, id="defined above"),
        pytest.param("import os\nclass T(Task): pass", ("from celery import *",), {}, id="star above"),
        pytest.param("from celery import *\nclass T(Task): pass", (), {}, id="star"),
        pytest.param("import os\nf(group)", (), {}, id="Celery's name, as a value"),
        pytest.param("import os\ndef f(Task): return Task()", (), {}, id="parameter"),
        pytest.param("import os\n[chain() for chain in os.x]", (), {}, id="loop"),
        pytest.param("import os\nuuid()\ntime.elapsed()", (), {}, id="what the module has not"),
        pytest.param("import os\ntry:\n    Task()\nexcept Exception:\n    pass", (), {}, id="tried"),
        pytest.param("@task\ndef f(): pass", (), {}, id="decorator, nowhere in full"),
        pytest.param("@task\ndef f(): pass", (TASK, "task = app.task"), {}, id="decorator, bound above"),
        pytest.param("@task\ndef f(): pass", (TASK,), {"lead": "In the old API:"}, id="history"),
        pytest.param("@task\ndef f(): pass", (TASK,), {"historical": True}, id="historical page"),
        pytest.param("import os\nclass M(models.Model): pass", (), {}, id="Django's, in a sample without it"),
        pytest.param("import os\nf(result.state, app.task)", (), {}, id="modules called as what samples make"),
        pytest.param("import os\nf(states.PENDING_ALWAYS)", (), {}, id="what the module of Celery's has not"),
        pytest.param("import os\nx = md5", (), {}, id="coined, as a value"),
        pytest.param("import os\nx = Option('-x')", (), {}, id="an option of whatever else"),
        pytest.param("import os\nf(settings.API_KEY)", (), {}, id="settings of nobody"),
        pytest.param("from django.db import models\nsettings.configure()", (), {}, id="what Django's have for all"),
        pytest.param("import django\nf(settings.KEY)", ("from django.conf import settings",), {}, id="Django's, above"),
        pytest.param("@periodic_task\ndef f(): pass", (TASK,), {}, id="another decorator"),
        pytest.param("xsum.s(1)", (), {}, id="task, no other is like it"),
        pytest.param("tsums.s(1)\ntsum2.s(1)", (TASK,), {}, id="plural, number"),
        pytest.param("xsum(1)", (TASK,), {}, id="no task"),
        pytest.param("xsum.s(1)", (TASK, "from proj.tasks import xsum"), {}, id="task imported above"),
        pytest.param("task1 = f()\nh(task2)\nitem = 1\nh(iten)", (), {}, id="numbers, few letters"),
        pytest.param("twitter = Twitter()", (), {}, id="a class and its object"),
        pytest.param("result = f()\nh(resalt)", ("resalt = 1",), {}, id="like another, bound above"),
        pytest.param("def send_twitter(): pass\nTwitter()\ntwitter()", (), {}, id="a function that is not called"),
        pytest.param("default_queue = 'x'\nf(queue)", (), {}, id="a setting"),
        pytest.param(
            ">>> from proj.tasks import add\n>>> add.s(1) | tsum.s()", (TASK,), {"language": "pycon"}, id="carried over"
        ),
        pytest.param(
            ">>> from proj.tasks import add\n>>> tsum.s() | more.s()",
            (TASK,),
            {"language": "pycon"},
            id="several carried over",
        ),
        pytest.param("class T(Task):  # raises\n    import os", (), {}, id="fails on purpose"),
        pytest.param("from .celery import celery\n\n@app.task\ndef f(): pass", ("app = make()",), {}, id="bound above"),
        pytest.param("from celery import app\napp.task", (), {}, id="imported as it is called"),
        pytest.param("from .celery import Worker\n@app.task\ndef f(): pass", (), {}, id="another thing is imported"),
        pytest.param("import os\ndef f():\n    value = g()\n    h(user)", (), {}, id="something of the reader's"),
        pytest.param("import os\ndef f():\n    for value in g():\n        h(y)", (), {}, id="a loop that only counts"),
        pytest.param("import os\ndef f():\n    a = b = g()\n    h(y)", (), {}, id="two that are not used"),
        pytest.param("def f():\n    value = g()\n    h(y)", (), {}, id="handed on, no imports shown"),
        pytest.param("_private('x')", (), {}, id="a private name on a page"),
        pytest.param("import os\nclass T(Task): pass", (), {"language": "console"}, id="no Python"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...], changes: dict[str, object]):
    assert list(undefined.find(make_case(code, others=others, **changes))) == []


@pytest.mark.parametrize(
    ("code", "suggestion"),
    [
        pytest.param(">>> _shorten('x')", "shorten_names", id="its old name"),
        pytest.param(">>> x = _shorten('x')\n>>> x\n'x'", "shorten_names", id="what is shown is another step's"),
        pytest.param(">>> shorten_names('x')\n>>> _helper('x')", None, id="beside the object itself"),
        pytest.param(">>> _present('x')", None, id="a name of the module's"),
        pytest.param(">>> shorten('x')", None, id="a public name"),
        pytest.param(">>> x = _handle", None, id="not called"),
    ],
)
def test_private_names_in_docstrings(make_case: MakeCase, code: str, suggestion: str | None):
    case = make_case(code, "pycon", scope="celery.utils.text.shorten_names")
    facts = {**case.facts, "modules": {**case.facts["modules"], "celery.utils.text": {"members": {"_present": {}}}}}
    page = dataclasses.replace(case.page, name="celery/utils/text")
    found = undefined.find(dataclasses.replace(case, facts=facts, page=page))
    assert [finding.suggestion for finding in found] == [suggestion] * (suggestion is not None)


@pytest.mark.parametrize(
    ("output", "suggestion"),
    [
        pytest.param("'add'", "shorten_names", id="what is shown"),
        pytest.param("'mul'", None, id="something else"),
        pytest.param(None, None, id="not run"),
    ],
)
def test_what_a_docstring_calls_gives_what_is_shown(make_case: MakeCase, output: str | None, suggestion: str | None):
    case = make_case(">>> _handle('x')\n'add'", "pycon", scope="celery.utils.text.shorten_names")
    seen = Observation(
        plan="page:1", step=0, sample=None, docs="1", target="celery54-redis", status="done", source="_handle('x')",
        first=0, shown="'add'", output=output or "", value=output, raised=None, code=None, sent=(), warnings=(), log="",
        reason="", seconds=0.1,
    )  # fmt: skip
    page = dataclasses.replace(case.page, name="celery/utils/text")
    observations = () if output is None else (seen,)
    (finding,) = undefined.find(dataclasses.replace(case, page=page, observations=observations))
    assert (finding.suggestion, finding.evidence) == (suggestion, {"guessed": "_handle"})


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        pytest.param("from proj import g\nresult = g()\nh(resalt)\nk(resalt)", [12, 13], id="a name to be replaced"),
        pytest.param("import os\nx = Decimal(1)\ny = Decimal(2)", [11], id="an import to be added"),
    ],
)
def test_every_use_of_a_wrong_name_is_a_place(make_case: MakeCase, code: str, lines: list[int]):
    assert [finding.place.line for finding in undefined.find(make_case(code))] == lines


STEP = "class Info(Step):\n    def start(self):\n        return Info\n\n"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(STEP + "    app.steps.add(Info)", 14, id="statement that is indented too far"),
        pytest.param("class Node:\n    none = Node()", 11, id="an object of its own"),
    ],
)
def test_a_class_in_its_own_body(make_case: MakeCase, code: str, line: int):
    (finding,) = undefined.find(make_case(code))
    assert (finding.rule, finding.place.line, finding.suggestion) == ("undefined-name", line, None)


@pytest.mark.parametrize(
    ("code", "others"),
    [
        pytest.param(STEP + "app.steps.add(Info)", (), id="behind the class"),
        pytest.param(
            "class Node:\n    child: Node\n    def f(self) -> Node: return Node()", (), id="later, or not at all"
        ),
        pytest.param("class Node:\n    key = lambda self: Node", (), id="in a function without a name"),
        pytest.param("from lib import Node\nclass Node(Node):\n    base = Node", (), id="imported under the name"),
        pytest.param("class Node:\n    base = Node", ("class Node: pass",), id="another of the page's"),
        pytest.param("class Node:  # fails\n    base = Node  # raises", (), id="on purpose"),
    ],
)
def test_classes_that_are_there_when_they_are_used(make_case: MakeCase, code: str, others: tuple[str, ...]):
    assert list(undefined.find(make_case(code, others=others))) == []


SLEEPS = "@app.task\ndef hello():\n    time.sleep(1)"


def lost(make_case: MakeCase, name: str, others: tuple[str, ...], **changes: Any) -> list[Finding]:
    """What is found when a task lacks a name in the worker, of which the page shows what it prints."""
    error = Raised(type="NameError", message="", line=1, name=name, owner="", near=(), traceback="")
    sent = Sent(id="1", name="tasks.hello", state="FAILURE", result="", raised=error)
    blank = Observation(
        plan="page:1", step=0, sample=None, docs="1", target="celery54-redis", status="done", source="", first=0,
        shown="hello", output="", value=None, raised=None, code=None, sent=(sent,), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    case = make_case("r = hello.delay()", others=others)
    return list(undefined.find(dataclasses.replace(case, observations=(dataclasses.replace(blank, **changes),))))


def test_a_module_that_a_task_lacked_in_the_worker(make_case: MakeCase):
    (finding,) = lost(make_case, "time", (SLEEPS,))
    assert (finding.rule, finding.suggestion, finding.blame) == ("undefined-name", "import time", "docs")
    assert (finding.place.line, finding.place.column, finding.place.text) == (12, 9, "time")


@pytest.mark.parametrize(
    ("name", "others", "changes"),
    [
        pytest.param("time", (SLEEPS,), {"shown": None}, id="the page does not show that it runs"),
        pytest.param("time", (SLEEPS, "import time"), {}, id="imported above"),
        pytest.param("time", ("time.elapsed()",), {}, id="what the module has not"),
        pytest.param("client", ("client.get(1)",), {}, id="a name of the reader's"),
        pytest.param("time", (SLEEPS,), {"sent": ()}, id="nothing lacked it"),
        pytest.param("time", ("f()",), {}, id="the context's own task"),
    ],
)
def test_other_names_that_were_lacked(make_case: MakeCase, name: str, others: tuple[str, ...], changes: dict[str, Any]):
    assert lost(make_case, name, others, **changes) == []


def test_names_of_a_docstrings_module_are_bound(make_case: MakeCase):
    case = make_case("import os\nclass T(Task): pass")
    object.__setattr__(case.page, "name", "celery/app/task")
    assert list(undefined.find(case)) == []


IMPORTS = ">>> from celery.states import state, PENDING\n>>> state(PENDING)"


@pytest.mark.parametrize(
    ("code", "other", "found"),
    [
        pytest.param(">>> state(STARTED)", IMPORTS, ["from celery.states import STARTED"], id="left out"),
        pytest.param(f"{IMPORTS}\n>>> state(STARTED)", "", ["from celery.states import STARTED"], id="in one sample"),
        pytest.param(">>> state('S')", IMPORTS, [], id="nothing else is used"),
        pytest.param(">>> state(STARTED)", f"{IMPORTS}\n>>> from celery.states import STARTED", [], id="imported"),
        pytest.param(">>> state(STARTED)", f"{IMPORTS}\n>>> STARTED = 1", [], id="bound on the page"),
        pytest.param(">>> state(STARTED)", ">>> state(PENDING)", [], id="no imports"),
        pytest.param(">>> state(STARTED)", ">>> from celery.states import state\n>>> state('S')", [], id="only one"),
        pytest.param(">>> state(STARTED)", ">>> from celery.other import state, PENDING", [], id="of another module"),
        pytest.param(
            ">>> state(STARTED)",
            ">>> from celery.states import state, PENDING",
            [],
            id="one that is imported is not used",
        ),
        pytest.param(">>> precedence(STATE)", IMPORTS, [], id="the object itself, and nobody's name"),
    ],
)
def test_names_beside_those_that_a_docstring_imports(make_case: MakeCase, code: str, other: str, found: list[str]):
    case = make_case(code, "pycon", scope="celery.states.precedence")
    members = {each: {"kind": "data"} for each in ("state", "precedence", "PENDING", "STARTED")}
    facts = {**case.facts, "modules": {**case.facts["modules"], "celery.states": {"members": members}}}
    more = [make_sample(other, "pycon", scope="celery.states.precedence")] if other else []
    page = dataclasses.replace(case.page, name="celery/states", samples=(*more, *case.page.samples))
    findings = undefined.find(dataclasses.replace(case, facts=facts, page=page))
    assert [finding.suggestion for finding in findings] == found


def test_names_that_the_text_says_are_imported_are_bound(make_case: MakeCase):
    case = make_case("import os\nclass T(Task): pass")
    object.__setattr__(case.page, "samples", (*case.page.samples, make_sample("from celery import Task", "text")))
    assert list(undefined.find(case)) == []


@pytest.mark.parametrize(
    ("code", "changes", "covered"),
    [
        pytest.param("import os\nclass T(Task): pass", {}, True, id="missing"),
        pytest.param("from celery import Task\nclass T(Task): pass", {}, True, id="bound"),
        pytest.param("class T(Task): pass", {}, False, id="no imports shown"),
        pytest.param("import os\nos.getcwd()", {}, False, id="nothing of Celery's"),
        pytest.param("from celery import Task\nTask()", {"historical": True}, False, id="history"),
        pytest.param("from celery import Task\nTask()", {"language": "text"}, False, id="no Python"),
    ],
)
def test_covers(make_case: MakeCase, code: str, changes: dict[str, object], covered: bool):
    assert undefined.covers(make_case(code, **changes)) is covered


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("xsum", "tsum", True, id="another letter"),
        pytest.param("upload", "uplaod", False, id="two letters"),
        pytest.param("import_feed", "import_feeds", False, id="plural"),
        pytest.param("task1", "task2", False, id="numbers"),
        pytest.param("notify", "notfy", True, id="letter left out"),
        pytest.param("same", "same", False, id="equal"),
    ],
)
def test_by_one_letter(one: str, other: str, expected: bool):
    assert undefined._by_one_letter(one, other) is expected
    assert undefined._by_one_letter(other, one) is expected


@pytest.mark.parametrize(
    ("above", "changes", "line"),
    [
        pytest.param("class A(Task): pass", {}, 10, id="used above without imports"),
        pytest.param("import sys\nclass A(Task): pass", {}, 20, id="above imports are shown"),
        pytest.param("class A: pass", {}, 20, id="not used above"),
        pytest.param("class A(Task): pass", {"headings": ("Page", "Other")}, 20, id="in another section"),
        pytest.param("class A(Task): pass", {"historical": True}, 20, id="history"),
    ],
)
def test_an_import_belongs_before_the_first_use(make_case: MakeCase, above: str, changes: dict[str, Any], line: int):
    case = make_case("import os\n\nclass B(Task): pass", key="own", lines=(18, 19, 20))
    first = make_sample(above, **{"key": "above", "lines": tuple(range(10, 11 + above.count("\n"))), **changes})
    page = dataclasses.replace(case.page, samples=(first, *case.page.samples))
    (finding,) = undefined.find(dataclasses.replace(case, page=page))
    assert (finding.place.line, finding.suggestion) == (line, "from celery import Task")


def test_what_is_certain_above_is_told_there_and_here(make_case: MakeCase):
    case = make_case("class B:\n    x = uuid4().hex", key="own", lines=(20, 21))
    first = make_sample("def f():\n    return uuid4().hex", key="above", lines=(10, 11))
    page = dataclasses.replace(case.page, samples=(first, *case.page.samples))
    (finding,) = undefined.find(dataclasses.replace(case, page=page))
    assert finding.place.line == 21
