"""Lines of other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import programs
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    source = tmp_path / "celery" / "apps" / "worker.py"
    source.parent.mkdir(parents=True)
    source.write_text("platforms.signals['SIGUSR1'] = handler", encoding="utf-8")

    def make(code: str, language: str = "console", **changes) -> Case:
        case = make_case(code, language, **changes)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "rule", "text", "suggestion"),
    [
        pytest.param("$ sudo rabbitmqctl add_vhosts x", "unknown-command", "add_vhosts", "add_vhost", id="command"),
        pytest.param("$ rabbitmqctl add_vhost", "wrong-arguments", "add_vhost", None, id="too few"),
        pytest.param(
            "$ rabbitmqctl set_permissions -p v u '.*' '.*'", "wrong-arguments", "set_permissions", None, id="option"
        ),
        pytest.param("$ rabbitmqctl list_queues name messags", "unknown-command", "messags", "messages", id="column"),
        pytest.param("$ redis-cli -h HOST -n 1 lllen q", "unknown-command", "lllen", "llen", id="command of Redis"),
        pytest.param("$ redis-cli llen", "wrong-arguments", "llen", None, id="too few for Redis"),
        pytest.param("$ systemctl daemon-relod", "unknown-command", "daemon-relod", "daemon-reload", id="by manual"),
        pytest.param("$ kill -USR2 <pid>", "unhandled-signal", "-USR2", None, id="signal that no worker handles"),
    ],
)
def test_finds(case_of: MakeCase, code: str, rule: str, text: str, suggestion: str | None):
    (finding,) = programs.find(case_of(code, headings=("Workers",)))
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, text, suggestion)
    assert finding.place.column == 5 + code.index(text)


@pytest.mark.parametrize(
    ("code", "headings"),
    [
        pytest.param("$ rabbitmqctl list_queues -p <v> name messages", ("Page",), id="columns that are there"),
        pytest.param("$ rabbitmqctl of_a_plugin", ("Page",), id="like none"),
        pytest.param('$ rabbitmqctl set_permissions -p v u ".*" ".*" ".*"', ("Page",), id="arguments"),
        pytest.param("$ rabbitmqctl add_vhost $ARGS", ("Page",), id="expansion"),
        pytest.param("$ redis-cli -h HOST keys \\*", ("Page",), id="escaped"),
        pytest.param("$ redis-cli", ("Page",), id="nothing entered"),
        pytest.param("$ brew tap x", ("Page",), id="not in the part of the manual"),
        pytest.param("$ apt-get --mine x", ("Page",), id="option of which nothing is known"),
        pytest.param("$ kill -USR1 1", ("Workers",), id="signal that is handled"),
        pytest.param("$ kill -HUP $pid", ("Workers",), id="everybody's signal"),
        pytest.param("$ kill -USR2 1", ("Servers",), id="nothing about workers"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, headings: tuple[str, ...]):
    assert list(programs.find(case_of(code, headings=headings))) == []


def test_covers(case_of: MakeCase):
    for code in ("$ rabbitmqctl stop", "$ rabbitmq-server -detached", "$ systemctl --version", "$ dot -Tpng a -o b"):
        assert programs.covers(case_of(code))
    for code in ("$ rabbitmqctl of_a_plugin", "$ other --version", "$ docker run x"):
        assert not programs.covers(case_of(code))


def test_covers_ports_of_brokers_and_of_the_debugger(case_of: MakeCase):
    case = case_of("$ docker run -d -p 6379:6379 redis")
    port = {"kind": "data", "type": "int", "value": "6379"}
    classes = {"kombu.transport.redis.Transport": {"members": {"default_port": port}}}
    assert programs.covers(replace(case, facts={**case.facts, "classes": classes}))
    case = case_of("$ telnet localhost 6900", headings=("Debugging",))
    modules = {programs.DEBUGGER: {"members": {"DEFAULT_PORT": {"value": "6899"}}}}
    assert programs.covers(replace(case, facts={**case.facts, "modules": modules}))
