"""Lines of other programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import _others, programs
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
        pytest.param("$ ln -sq /run/shm /dev/shm", "unknown-command", "-sq", None, id="options that stand together"),
        pytest.param("# ln -sq /run/shm /dev/shm", "unknown-command", "-sq", None, id="as the administrator"),
        pytest.param("PATH=/usr/local/sbin", "lost-path", "PATH=/usr/local/sbin", None, id="path without the old one"),
        pytest.param("$ PATH=$PAHT:/x", "lost-path", "PATH=$PAHT:/x", "PATH=$PATH:/x", id="letters changed"),
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
        pytest.param("$ ln -sf /run/shm /dev/shm", ("Page",), id="options that are there"),
        pytest.param("# ln is a program\n$ ls", ("Page",), id="a comment"),
        pytest.param("PATH=${PATH}:/usr/local/sbin", ("Page",), id="path with the old one"),
        pytest.param("$ PATH=/only celery worker", ("Page",), id="path of one command"),
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


@pytest.fixture
def flower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "flower").mkdir()
    (tmp_path / "flower/options.py").write_text('define("port", default=5555,\n       help="port", type=int)\n')
    monkeypatch.setattr(_others, "installed", lambda target, requirements: tmp_path)


ABOUT = ("Monitoring", "Flower: the monitor")


@pytest.mark.usefixtures("flower")
def test_finds_a_port_at_which_nothing_listens(case_of: MakeCase):
    (finding,) = programs.find(case_of("$ open http://localhost:5556", headings=ABOUT))
    assert (finding.rule, finding.suggestion) == ("wrong-port", "http://localhost:5555")


@pytest.mark.usefixtures("flower")
@pytest.mark.parametrize(
    ("code", "headings", "others"),
    [
        pytest.param("$ open http://localhost:5555", ABOUT, (), id="its own"),
        pytest.param("$ open http://localhost:5566/", ABOUT, ("x --port=5566",), id="one that the page gives"),
        pytest.param("$ open http://localhost:8000", ("Page",), (), id="of something else"),
        pytest.param("$ open http://monitor:5556", ABOUT, (), id="another machine"),
        pytest.param("$ open -a Browser http://localhost:5556", ABOUT, (), id="with an option"),
    ],
)
def test_leaves_ports_alone(case_of: MakeCase, code: str, headings: tuple[str, ...], others: tuple[str, ...]):
    assert list(programs.find(case_of(code, headings=headings, others=others))) == []


@pytest.mark.usefixtures("flower")
def test_covers_ports_paths_and_the_administrator(case_of: MakeCase):
    for code in ("$ open http://localhost:5555", "PATH=$PATH:/x", "# ln -s a b"):
        assert programs.covers(case_of(code, headings=ABOUT))
    assert not programs.covers(case_of("$ open http://localhost:5555"))
    assert not programs.covers(case_of("# other -s a b"))
