from __future__ import annotations

import pytest

from harness.languages import console


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        pytest.param("$ celery worker", ["celery worker"], id="prompt"),
        pytest.param("celery worker\ncelery beat", ["celery worker", "celery beat"], id="no prompt at all"),
        pytest.param("$ celery multi \\\n    start", ["celery multi start"], id="continuation line"),
        pytest.param("$ celery status\nworker: OK\n$ ls", ["celery status", "ls"], id="output is no command"),
        pytest.param("# celery worker", [], id="a comment"),
    ],
)
def test_commands(code, texts):
    assert [command.text for command in console.commands(code)] == texts


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("celery -A proj inspect active", id="inspect"),
        pytest.param("celery -A proj worker -l INFO", id="worker"),
        pytest.param("celery --app=proj control enable_events", id="control"),
    ],
)
def test_lines_that_are_run(line):
    assert console.runs(console.commands(line)[0])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("docker run redis", id="another program"),
        pytest.param("celery -A proj control revoke <task_id>", id="placeholder"),
        pytest.param("celery -A proj worker | tee log", id="pipe"),
        pytest.param("celery -A proj worker --pidfile=/var/run/x.pid", id="a path outside the sandbox"),
        pytest.param("celery -A proj control shutdown", id="ends the worker that others need"),
        pytest.param("celery multi start w1", id="stays when its caller has gone"),
        pytest.param("celery -A proj 'worker", id="quotation not closed"),
    ],
)
def test_lines_that_are_not_run(line):
    assert not console.runs(console.commands(line)[0])


def test_quoting_that_does_not_close_is_refused():
    with pytest.raises(SyntaxError) as caught:
        console.parse("$ ls\n$ celery -A 'proj worker")
    assert caught.value.lineno == 2
