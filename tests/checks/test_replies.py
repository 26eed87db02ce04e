"""Shown replies to remote control commands against what their handlers say."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from harness.checks import replies
from harness.checks._shown import handlers
from harness.interfaces import Case
from harness.model import Docs, Finding, Observation, Page, SampleKey, Target
from tests.conftest import make_sample

SOURCE = """
def ok(value):
    return {'ok': value}

@inspect_command(default_timeout=0.2)
def ping(state, **kwargs):
    return ok('pong')

@control_command(args=[('queue', str)])
def add_consumer(state, queue):
    def nothing():
        return None
    state.consumer.call_soon(nothing)
    return ok(f'add consumer {queue}')

@control_command()
def rate_limit(state, task_name, rate_limit):
    if not rate_limit:
        return ok('rate limit {} disabled'.format(task_name))
    if rate_limit == 1:
        return nok('unknown task %s' % task_name)
    return ok('new rate limit set successfully')

@control_command()
def revoke(state, task_id):
    return ok(_revoke(task_id))

@inspect_command(name='other')
def renamed(state):
    return ok('no command of this name')

def helper(state):
    return ok('no command')
"""

REMOTE = {"name": "x", "options": [], "arguments": [{"name": "a", "nargs": -1, "required": False, "choices": None}],
          "commands": {}, "group": False, "allow_extra_args": True, "ignore_unknown_options": True,
          "allow_interspersed_args": True, "hidden": False, "plugin": False}  # fmt: skip
APP = {"names": ["-A", "--app"], "off": [], "takes_value": True, "nargs": 1, "multiple": False, "choices": None,
       "type": "text", "default": None, "envvar": None, "required": False, "hidden": False, "help": ""}  # fmt: skip
FACTS: dict[str, Any] = {
    "commands": {
        **REMOTE, "name": "celery", "group": True, "options": [APP], "arguments": [], "allow_extra_args": False,
        "ignore_unknown_options": False,
        "commands": {"control": {**REMOTE, "name": "control"}, "inspect": {**REMOTE, "name": "inspect"},
                     "worker": {**REMOTE, "name": "worker"}},
    }
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    tree = tmp_path_factory.mktemp("tree")
    (tree / "celery" / "worker").mkdir(parents=True)
    (tree / handlers.SOURCE).write_text(SOURCE)
    return str(tree)


def make_case(root: str, code: str, language: str, *, steps: tuple[Observation, ...] = (), **changes: Any) -> Case:
    sample = make_sample(code, language, **changes)
    return Case(
        docs=Docs(version="5.7.0", root=root, sha256=""),
        page=Page(name="page", file=sample.file, title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts=FACTS, label="t-redis", sample=sample, observations=steps,
    )  # fmt: skip


def find(root: str, code: str, language: str, **changes: Any) -> list[Finding]:
    return list(replies.find(make_case(root, code, language, **changes)))


FINDS = [
    pytest.param(
        "pycon", ">>> ping(['w2.example.com'])\n[{'w2.example.com': 'pong'}]",
        ("wrong-output-shape", 11, "'pong'", "{'ok': 'pong'}"), id="a message without its key",
    ),
    pytest.param(
        "pycon", ">>> app.control.broadcast('rate_limit', reply=True)\n[{'w.local': 'New rate limit set successfully'}]",
        ("wrong-output-shape", 11, "'New rate limit set successfully'", "{'ok': 'new rate limit set successfully'}"),
        id="a command that is named as an argument",
    ),
    pytest.param(
        "pycon", ">>> app.control.add_consumer('foo', reply=True)\n[{'w.local': {'ok': 'already consuming from foo'}}]",
        ("wrong-output", 11, "{'ok': 'already consuming from foo'}", "{'ok': 'add consumer foo'}"),
        id="a message that no worker replies",
    ),
    pytest.param(
        "pycon", ">>> app.control.add_consumer(name, reply=True)\n[{'w.local': {'ok': 'already consuming from foo'}}]",
        ("wrong-output", 11, "{'ok': 'already consuming from foo'}", None), id="to what the page does not say",
    ),
    pytest.param(
        "console", "$ celery -A proj control add_consumer foo\n-> worker1.local: OK\n    started consuming from u'foo'",
        ("wrong-output", 12, "started consuming from u'foo'", "add consumer foo"), id="a message in a terminal",
    ),
]  # fmt: skip

HOLDS = [
    pytest.param("pycon", ">>> ping()\n[{'w.local': {'ok': 'pong'}}]", id="as it is"),
    pytest.param("pycon", ">>> i.ping()\n{'w.local': {'ok': 'pong'}, 'v.local': {'ok': 'pong'}}", id="in a dict"),
    pytest.param("pycon", ">>> ping()\n'pong'", id="no reply of workers"),
    pytest.param("pycon", ">>> ping()", id="nothing shown"),
    pytest.param("pycon", ">>> ping()\n[{'w.local': {'error': \"KeyError('x')\"}}]", id="any exception's message"),
    pytest.param("pycon", ">>> revoke('a')\n[{'w.local': {'ok': 'task a revoked'}}]", id="a handler that says what it is told"),
    pytest.param("pycon", ">>> own_command()\n[{'w.local': 'pong'}]", id="a command of the reader's own"),
    pytest.param("pycon", ">>> renamed()\n[{'w.local': 'what'}]", id="a handler under another name"),
    pytest.param("console", "$ celery -A proj inspect ping\n->  celery@host: OK\n        pong", id="in a terminal, as it is"),
    pytest.param("console", "$ celery -A proj control add_consumer foo\n-> w.local: OK\n    Add consumer 'foo'", id="quotes and case"),
    pytest.param("console", "$ celery -A proj control rate_limit t 1\n-> w.local: ERROR\n    whatever", id="an error's message"),
    pytest.param("console", "$ celery -A proj control rate_limit t 0\n-> w.local: OK\n    ...", id="a message left out"),
    pytest.param("console", "$ celery -A proj worker\n-> w.local: OK\n    hello", id="another sub-command"),
    pytest.param("console", "$ cat replies\n-> w.local: OK\n    hello", id="another program"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "code", "expected"), FINDS)
def test_finds(root: str, language: str, code: str, expected: tuple[str, int, str, str | None]):
    (found,) = find(root, code, language)
    assert (found.blame, found.rule, found.place.line, found.place.text, found.suggestion) == ("docs", *expected)
    assert replies.covers(make_case(root, code, language))


@pytest.mark.parametrize(("language", "code"), HOLDS)
def test_leaves_alone(root: str, language: str, code: str):
    assert find(root, code, language) == []


@pytest.mark.parametrize(
    "changes",
    [{"historical": True}, {"lead": "It used to be so:"}, {"lead": "In version 3.0 you got:"}],
    ids=["a release note", "gone", "another release"],
)
def test_what_is_history_is_no_claim(root: str, changes: dict[str, Any]):
    assert find(root, ">>> ping()\n[{'w.local': 'pong'}]", "pycon", **changes) == []


def observed(source: str, shown: str, output: str) -> Observation:
    return Observation(
        plan="p", step=0, sample=SampleKey("s"), docs="5.7.0", target="t", status="done", source=source, first=0,
        shown=shown, output=output, value=None, raised=None, code=0, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip


def test_replies_of_steps_that_were_run_are_another_checks(root: str):
    step = observed("ping()", "[{'w.local': 'pong'}]", "[{'celery@m': {'ok': 'pong'}}]\n")
    assert find(root, ">>> ping()\n[{'w.local': 'pong'}]", "pycon", steps=(step,)) == []


def test_what_a_worker_replied_is_what_to_write(root: str):
    code = "$ celery -A proj control add_consumer foo\n-> worker1.local: OK\n    started consuming from u'foo'"
    step = observed("celery -A proj control add_consumer foo", "", "->  celery@m: OK\n        add consumer foo\n")
    (found,) = find(root, code, "console", steps=(step,))
    assert found.suggestion == "add consumer foo"
    refused = dataclasses.replace(step, output="->  celery@m: ERROR\n        add consumer foo\n")
    (found,) = find(root, code, "console", steps=(refused,))
    assert found.suggestion is None


def test_without_the_releases_source_nothing_is_known():
    assert find("/nowhere", ">>> ping()\n[{'w.local': 'pong'}]", "pycon") == []


def test_handlers(root: str):
    found = handlers.of(root)
    assert {name: handler.closed for name, handler in found.items()} == {
        "ping": True, "add_consumer": True, "rate_limit": True, "revoke": False,
    }  # fmt: skip
    message = found["rate_limit"].find("Rate limit 'tasks.add' disabled")
    assert message is not None
    assert (message.key, message.text) == ("ok", "")
    refused = found["rate_limit"].find("unknown task u'tasks.add'")
    assert refused is not None
    assert refused.key == "error"
    assert found["ping"].find("ping") is None


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ("app.control.ping(timeout=1)", "ping"), ("ping()", "ping"), ("x = ping()", ""), ("broadcast('ping')", "ping"),
        ("broadcast(name)", ""), ("i.active", ""), ("((", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_command_that_is_sent(source: str, command: str):
    assert handlers.command(source) == command
