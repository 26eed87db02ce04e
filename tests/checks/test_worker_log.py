"""What a worker writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import worker_log
from harness.interfaces import Case

MakeCase = Callable[..., Case]
TASK = "tasks.add[d7261c71-4962-47e5-b342-2448bedd20e8]"
FORMS = {
    "LOG_RECEIVED": {"kind": "data", "type": "str", "value": "'Task %(name)s[%(id)s] received'"},
    "LOG_SUCCESS": {
        "kind": "data",
        "type": "str",
        "value": "'Task %(name)s[%(id)s] succeeded in %(runtime)ss: %(value)s'",
    },
}


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    source = tmp_path / "celery" / "apps" / "worker.py"
    source.parent.mkdir(parents=True)
    source.write_text("print('worker: Warm shutdown (MainProcess)')", encoding="utf-8")

    def make(code: str, language: str = "text", **changes) -> Case:
        case = make_case(code, language, **changes)
        facts = {**case.facts, "modules": {**case.facts["modules"], "celery.app.trace": {"members": FORMS}}}
        return replace(case, facts=facts, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "rule", "place"),
    [
        pytest.param(
            f"[INFO/MainProcess] Received task:\n    {TASK}",
            "wrong-output",
            (10, 24, f"Received task:\n    {TASK}"),
            id="older words",
        ),
        pytest.param(
            f"[2011-01-18 14:25:44,119: INFO/MainProcess] Received task: {TASK}",
            "wrong-output",
            (10, 49, f"Received task: {TASK}"),
            id="with its time",
        ),
        pytest.param(
            "<celery.canvas.Gone object at 0x101ad8410> is in init",
            "unknown-name",
            (10, 6, "celery.canvas.Gone"),
            id="class that is gone",
        ),
    ],
)
def test_finds(case_of: MakeCase, code: str, rule: str, place: tuple[int, int, str]):
    (finding,) = worker_log.find(case_of(code))
    assert (finding.rule, finding.place.line, finding.place.column, finding.place.text) == (rule, *place)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param(f"[INFO/MainProcess] Task {TASK} received", {}, id="as it is written"),
        pytest.param(f"[INFO/MainProcess] Task\n    {TASK} succeeded\n    in 6.4s: 'x'", {}, id="wrapped"),
        pytest.param(f"[WARNING/ForkPoolWorker-1] Received task {TASK}", {}, id="of a task's own"),
        pytest.param(f"[INFO/MainProcess] My own {TASK} words", {}, id="other words"),
        pytest.param("<celery.canvas.Signature object at 0x1>", {}, id="class that is there"),
        pytest.param("<proj.Thing object at 0x1>", {}, id="the reader's own"),
        pytest.param(f"[INFO/MainProcess] Received task: {TASK}", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, changes: dict):
    assert list(worker_log.find(case_of(code, **changes))) == []


def test_covers(case_of: MakeCase):
    assert worker_log.covers(case_of("[INFO/MainProcess] x\nworker: Warm shutdown (MainProcess)", "console"))
    assert worker_log.covers(case_of(f"[INFO/MainProcess] Task {TASK} received"))
    assert worker_log.covers(case_of('"celery"', headings=("Page", "task_default_queue")))
    assert not worker_log.covers(case_of("[INFO/MainProcess] nothing that Celery writes anywhere"))
    assert not worker_log.covers(case_of("worker: Warm shutdown (MainProcess)"))


@pytest.mark.parametrize(
    ("code", "suggestion"),
    [
        pytest.param(f"[INFO/MainProcess] Received task: {TASK}", f"Task {TASK} received", id="on one line"),
        pytest.param(
            f"[INFO/MainProcess] Received task:\n    {TASK}", f"Task\n    {TASK} received", id="wrapped before the task"
        ),
        pytest.param(f"[INFO/MainProcess] Received\n    task: {TASK}", None, id="wrapped elsewhere"),
        pytest.param(
            f"[INFO/MainProcess] in s: Succeeded Task {TASK}", None, id="what the right words tell more is not known"
        ),
    ],
)
def test_suggests(case_of: MakeCase, code: str, suggestion: str | None):
    (finding,) = worker_log.find(case_of(code))
    assert finding.suggestion == suggestion
