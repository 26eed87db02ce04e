"""Cross-references that lead to nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _abbreviations, references
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]

EXTENSION = """\
APPATTRS = {'control': 'celery.app.control.Control', 'gone': 'celery.gone.Gone', 'conf': 'celery.lost.Settings'}
APPDIRECT = {'send_task'}
APPATTRS.update({x: f'celery.Celery.{x}' for x in APPDIRECT})
ABBRS = {'Celery': 'celery.Celery'}
ABBR_EMPTY = {'exc': 'celery.exceptions'}
DEFAULT_EMPTY = 'celery.Celery'
"""


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    extension = tmp_path / _abbreviations.EXTENSION
    extension.parent.mkdir(parents=True)
    extension.write_text(EXTENSION)

    def make(claim: Claim, prose: str = "", **changes) -> Case:
        (tmp_path / "docs" / "userguide").mkdir(exist_ok=True)
        (tmp_path / claim.file).write_text(f"\n\n{prose}\n")
        found = make_case(claim=claim, **changes)
        return dataclasses.replace(found, docs=dataclasses.replace(found.docs, root=str(tmp_path)))

    return make


def xref(text: str, role: str, **changes) -> Claim:
    fields = {"role": role, **changes.pop("fields", {})}
    return make_claim(text, "xref", fields=fields, **changes)


@pytest.mark.parametrize(
    ("claim", "token", "column", "suggestion"),
    [
        pytest.param(xref("~celery.gone.purge", "func"), "gone", 15, None, id="a module that has gone"),
        pytest.param(xref("!celery.gone.purge", "func"), "gone", 15, None, id="a path that is not to lead anywhere"),
        pytest.param(
            xref("~celery.control.purge", "func"),
            "celery.control.purge",
            8,
            "@control.purge",
            id="the application's, as if the package had it",
        ),
        pytest.param(
            xref("celery.setup_security", "func"),
            "celery.setup_security",
            7,
            "@setup_security",
            id="the application's own",
        ),
        pytest.param(xref("celery.setup_security", "class"), "setup_security", 14, None, id="what is no class"),
        pytest.param(
            xref("celery.Inspect", "class"), "celery.Inspect", 7, "celery.app.control.Inspect", id="it moved down"
        ),
        pytest.param(
            xref("~celery.control.Inspect", "class"),
            "celery.control.Inspect",
            8,
            "celery.app.control.Inspect",
            id="a part of the path is missing",
        ),
        pytest.param(
            xref("celery.app.canvas.chain", "class"),
            "celery.app.canvas.chain",
            7,
            "celery.canvas.chain",
            id="a part of the path is too many",
        ),
        pytest.param(
            xref("celery.app.control.Base.purge", "attr"),
            "celery.app.control.Base.purge",
            7,
            "celery.app.control.Control.purge",
            id="of the one class of the module that has it",
        ),
        pytest.param(xref("celery.app.control.Base.gone", "attr"), "Base", 26, None, id="of no class of the module"),
        pytest.param(xref("celery.beat.Inspect", "class"), "beat", 14, None, id="somewhere else altogether"),
        pytest.param(xref("celery.noisy.start", "func"), "start", 20, None, id="a method, of which there may be any"),
        pytest.param(xref("@control.purg", "meth"), "purg", 16, "purge", id="abbreviation"),
        pytest.param(xref("~@no_such_thing", "attr"), "no_such_thing", 9, None, id="no part of the application"),
        pytest.param(
            xref("~celery.schedulez.schedulez.is_due", "meth"), "schedulez", 15, "schedules", id="one name twice"
        ),
        pytest.param(xref("celery.schedulez", "mod"), "schedulez", 14, "schedules", id="module"),
        pytest.param(xref("task_succes", "signal"), "task_succes", 7, "task_success", id="signal"),
        pytest.param(xref("BROKEN", "state"), "BROKEN", 7, None, id="state"),
        pytest.param(xref("PENDED", "state"), "PENDED", 7, "PENDING", id="state, of another ending"),
        pytest.param(xref("FAILURE_STATES", "state"), "FAILURE_STATES", 7, None, id="a set of states"),
        pytest.param(xref("TRM", "sig"), "TRM", 7, None, id="signal of the system"),
        pytest.param(xref("revoek", "control"), "revoek", 7, "revoke", id="remote control command"),
        pytest.param(xref("task-statred", "event"), "task-statred", 7, "task-started", id="event"),
        pytest.param(
            xref("pureg", "meth", scope="celery.app.control.Control"), "pureg", 7, "purge", id="relative, a slip"
        ),
        pytest.param(xref("ditc", "class"), "ditc", 7, "dict", id="a slip for a builtin"),
        pytest.param(xref("Noen", "const"), "Noen", 7, "None", id="a slip for a constant"),
        pytest.param(xref("SysteEmxit", "exc"), "SysteEmxit", 7, "SystemExit", id="a slip for an exception"),
        pytest.param(xref("~datetime.timeelta", "class"), "timeelta", 17, "timedelta", id="of the standard library"),
        pytest.param(
            make_claim("celery.lost", "auto", fields={"directive": "automodule"}), "lost", 14, None, id="automodule"
        ),
        pytest.param(
            make_claim("nothing", "auto", fields={"directive": "autofunction", "module": "celery.app.control"}),
            "nothing",
            7,
            None,
            id="described, and not in the module",
        ),
        pytest.param(xref("piclke", "mod"), "piclke", 7, "pickle", id="a slip for a module of the standard library"),
        pytest.param(
            xref("celery.schedlues", "mod", headings=("Removed",)),
            "schedlues",
            14,
            "schedules",
            id="a slip in what is told as gone",
        ),
        pytest.param(
            make_claim(
                "purg", "auto", fields={"directive": "automethod", "module": "celery.app.control", "class": "Control"}
            ),
            "purg",
            7,
            "purge",
            id="a member of the class around it",
        ),
    ],
)
def test_finds(case: Callable[..., Case], claim: Claim, token: str, column: int, suggestion: str | None):
    (finding,) = references.find(case(claim))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-reference", token, suggestion)
    assert finding.place.column == column
    assert references.covers(case(claim))


def test_what_is_called_after_a_thing_is_not_meant_for_it(case: Callable[..., Case]):
    (finding,) = references.find(case(xref("celery.ask", "class")))
    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("claim", "prose"),
    [
        pytest.param(xref("~celery.app.control.Control.purge", "meth"), "", id="there"),
        pytest.param(xref("celery.Celery", "class"), "", id="from the package"),
        pytest.param(xref("@control.purge", "meth"), "", id="abbreviation"),
        pytest.param(xref("@send_task", "meth"), "", id="direct abbreviation"),
        pytest.param(xref("@conf", "attr"), "", id="the table of abbreviations is wrong, the application has it"),
        pytest.param(xref("@shared_task", "func"), "", id="in the package, not in the application"),
        pytest.param(xref("purge", "meth"), "", id="relative"),
        pytest.param(xref("no_such_thing", "func"), "", id="relative and anybody's"),
        pytest.param(xref("datetime.datetime", "class"), "", id="of the standard library"),
        pytest.param(xref("datetime.moment", "class"), "", id="perhaps of another Python's standard library"),
        pytest.param(xref("redis.Redsi", "class"), "", id="another program's"),
        pytest.param(xref("purge", "class"), "", id="a name of the release, wherever it is"),
        pytest.param(xref("App <celery.Celery>", "class"), "", id="a title and a target"),
        pytest.param(xref("!proj.nothing", "class"), "", id="not meant as a reference"),
        pytest.param(xref("!nothing", "class"), "", id="not meant as a reference, and no path"),
        pytest.param(xref("SIGTERM", "sig"), "", id="signal of the system with its prefix"),
        pytest.param(xref("HUP", "sig"), "", id="signal of the system"),
        pytest.param(xref("celery.signals.task_success", "signal"), "", id="signal with its module"),
        pytest.param(xref("READY_STATES", "state"), "", id="set of states"),
        pytest.param(xref("celery.gone", "mod"), "The :mod:`celery.gone` module is no longer available.", id="history"),
        pytest.param(xref("celery.gone", "mod", historical=True), "", id="historical page"),
        pytest.param(xref("celery.gone", "mod", headings=("Removed",)), "", id="under a title of history"),
        pytest.param(
            xref("celery.schedlues", "mod", headings=("Removed",)),
            "Not :mod:`celery.schedlues`. It was schedlues.",
            id="under a title of history, twice",
        ),
        pytest.param(xref("celery.schedlues", "mod", historical=True), "", id="a slip on a historical page"),
        pytest.param(
            make_claim("nothing", "auto", fields={"directive": "autofunction", "module": "proj"}),
            "",
            id="described, of the reader's module",
        ),
        pytest.param(xref("unittest2", "mod"), "", id="nearly a module of the standard library"),
        pytest.param(make_claim("celery.gone", "literal"), "", id="another kind"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], claim: Claim, prose: str):
    assert list(references.find(case(claim, prose))) == []


@pytest.mark.parametrize(
    ("prose", "told"),
    [
        pytest.param("Deprecated, please use :mod:`celery.gone` instead.", True, id="this one"),
        pytest.param("Deprecated: use ``this`` instead of :mod:`celery.gone`.", False, id="another"),
        pytest.param("Deprecated, don't use :mod:`celery.gone` instead of ``this``.", False, id="not this one"),
    ],
)
def test_what_is_to_be_used_instead_is_no_history(case: Callable[..., Case], prose: str, told: bool):
    assert any(True for _ in references.find(case(xref("celery.gone", "mod"), prose))) is told


def test_finds_an_open_bracket(case: Callable[..., Case]):
    (finding,) = references.find(case(xref("App <celery.Celery", "class")))
    assert (finding.rule, finding.place.text) == ("bare-reference", "App <celery.Celery")
    assert finding.suggestion == "App <celery.Celery>"
    (finding,) = references.find(case(xref("App <celery.Celery>`", "class")))
    assert (finding.rule, finding.place.text, finding.suggestion) == (
        "bare-reference", "App <celery.Celery>`", "App <celery.Celery>"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "suggestion"),
    [
        pytest.param("celery.schedules", "celery.schedules", id="the module that is meant"),
        pytest.param("celery.nothing", None, id="no module"),
        pytest.param("Schedules", None, id="words"),
    ],
)
def test_the_title_tells_which_module_is_meant(case: Callable[..., Case], title: str, suggestion: str | None):
    claim = make_claim("celery.timetable", "auto", fields={"directive": "automodule"})
    made = case(claim)
    page = dataclasses.replace(made.page, claims=(make_claim(title, "heading", key="title"), claim))
    (finding,) = references.find(dataclasses.replace(made, page=page))
    assert finding.suggestion == suggestion
    assert finding.place.text == ((suggestion and "celery.timetable") or "timetable")


def test_a_state_that_a_sample_makes_is_the_readers(case: Callable[..., Case]):
    assert not list(references.find(case(xref("MINE", "state"), others=("self.update_state(state='MINE')",))))
    assert list(references.find(case(xref("SUCCES", "state"), others=("self.update_state(state='SUCCESS')",))))


@pytest.mark.parametrize(
    ("target", "right"),
    [
        pytest.param("begin_filter", "start_filter", id="another word for a part"),
        pytest.param("start_all_filters", None, id="more parts"),
        pytest.param("begin_filters", None, id="more than one part"),
        pytest.param("stop_queue", None, id="of two"),
    ],
)
def test_another_word_for_a_part_of_a_name(case: Callable[..., Case], target: str, right: str | None):
    made = case(xref(target, "func", fields={"module": "celery.contrib.mini"}))
    functions = {name: {"kind": "data"} for name in ("start_filter", "start_queue", "start_queues", "open_queue")}
    modules = {**made.facts["modules"], "celery.contrib.mini": {"members": functions}}
    made = dataclasses.replace(made, facts={**made.facts, "modules": modules, "words": ["start_filter"]})
    assert [each.suggestion for each in references.find(made)] == ([right] if right else [])


def test_a_function_of_a_sample_is_the_readers(case: Callable[..., Case]):
    assert list(references.find(case(xref("tsum", "func"))))
    assert not list(references.find(case(xref("tsum", "func"), others=("def tsum(numbers): ...",))))


def test_what_the_docs_call_an_object(case: Callable[..., Case]):
    (finding,) = references.find(case(xref("app.control.pureg", "meth")))
    assert (finding.place.text, finding.suggestion) == ("pureg", "purge")
    assert references.covers(case(xref("app.control.purge", "meth")))
    assert not list(references.find(case(xref("gadget.control.pureg", "meth"))))


def test_a_module_that_is_made_when_it_is_asked_for(case: Callable[..., Case]):
    def made(text: str) -> Case:
        given = case(xref(text, "func"))
        modules = given.facts["modules"]
        package = modules["celery"]
        lazy = {**package, "members": {**package["members"], "execute": {"kind": "module", "ref": "execute"}}}
        execute = {"members": {"send_task": {"kind": "function", "ref": "celery.app.base.Celery.send_task"}}}
        facts = {**given.facts, "modules": {**modules, "celery": lazy, "celery.execute": execute}}
        return dataclasses.replace(given, facts=facts)

    (finding,) = references.find(made("celery.execute.apply_async"))
    assert (finding.place.text, finding.suggestion) == ("apply_async", None)
    assert not list(references.find(made("celery.execute.send_task")))


def test_without_the_extension_abbreviations_are_not_followed(make_case: MakeCase):
    assert not references.covers(make_case(claim=xref("@control.nothing", "meth")))


def test_covers(case: Callable[..., Case]):
    assert references.covers(case(xref("celery.Celery", "class")))
    assert references.covers(case(xref("purge", "meth", scope="celery.app.control.Control")))
    assert references.covers(case(xref("None", "const")))
    assert references.covers(case(xref("logging", "mod")))
    assert references.covers(case(xref("~datetime.datetime", "class")))
    assert references.covers(case(xref("datetime.datetime.isoformat", "meth")))
    assert not references.covers(case(xref("id", "attr")))
    assert not references.covers(case(xref("socket.nothing_like_it", "func")))
    assert not references.covers(case(xref("purge", "meth")))
    assert not references.covers(case(xref("userguide", "ref")))
