"""Parts of the guest that need no Celery."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import types

import pytest

from harness.inside import commands, containment, namespaces, processes, room


@pytest.mark.parametrize(
    ("line", "environ", "command", "daemons", "pool"),
    [
        pytest.param("celery -A proj worker -l INFO", {}, "worker", False, "", id="options before"),
        pytest.param("celery worker -A proj", {}, "worker", False, "", id="options after"),
        pytest.param("celery --app=proj beat", {}, "beat", False, "", id="joined option"),
        pytest.param("python -m celery -A proj status", {}, "status", False, "", id="python -m"),
        pytest.param("A=1 B='x y' celery report", {"A": "1", "B": "x y"}, "report", False, "", id="assignments"),
        pytest.param("celery multi start w1", {}, "multi", True, "", id="multi"),
        pytest.param("celery -A proj worker --detach", {}, "worker", True, "", id="detached"),
        pytest.param("celery -A proj worker -P gevent", {}, "worker", False, "gevent", id="pool"),
        pytest.param("celery -A proj worker -Peventlet", {}, "worker", False, "eventlet", id="pool joined"),
        pytest.param("celery -A proj worker --pool=solo", {}, "worker", False, "solo", id="pool by name"),
        pytest.param("celery --version", {}, "", False, "", id="no command"),
        pytest.param("python manage.py worker", {}, "", False, "", id="another program"),
    ],
)
def test_lines_are_read_as_a_shell_does(line, environ, command, daemons, pool):
    found, words = commands.split(line)
    assert found == environ
    assert commands.subcommand(words) == command
    assert commands.leaves_daemons(words) == daemons
    assert commands.pool_of(commands.arguments_of_celery(words) or []) == pool


@pytest.mark.parametrize(
    ("line", "same"),
    [
        pytest.param("celery -A proj worker -l INFO", True, id="no name"),
        pytest.param("A=1 celery worker", True, id="an assignment"),
        pytest.param("celery -A proj worker -n w1@%h", False, id="a name"),
        pytest.param("celery -A proj worker --hostname=w1@%h", False, id="a long name"),
        pytest.param("celery -A proj beat", False, id="no worker"),
        pytest.param("celery multi start worker", False, id="an argument"),
    ],
)
def test_workers_of_the_same_name(line, same):
    assert commands.starts_worker(commands.words_of(line)) == same


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("::ffff:192.0.2.1", False),
        ("example.com", False),
    ],
)
def test_loopback(host, near):
    assert containment.is_loopback(host) == near


@pytest.mark.parametrize(
    ("event", "arguments", "peer"),
    [
        pytest.param("socket.connect", (None, ("192.0.2.1", 80)), ("192.0.2.1", 80), id="connect"),
        pytest.param("socket.connect", (None, ("::1", 80, 0, 0)), ("::1", 80), id="IPv6"),
        pytest.param("socket.sendto", (None, ("192.0.2.1", 53)), ("192.0.2.1", 53), id="a datagram"),
        pytest.param("socket.connect", (None, "/run/x.sock"), (None, None), id="a Unix socket"),
        pytest.param("socket.getaddrinfo", (b"example.com", 80, 0, 0, 0), ("example.com", None), id="a name"),
        pytest.param("open", ("/etc/passwd", "r", 0), (None, None), id="something else"),
    ],
)
def test_peers(event, arguments, peer):
    assert containment.peer_of(event, arguments) == peer


def test_patience_does_not_pass_while_the_machine_stands_still(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(room.time, "monotonic", lambda: now[0])
    patience = room.Patience(1.0)
    for _ in range(5):
        now[0] += 60.0
        assert not patience.over(0.01)
    for _ in range(200):
        now[0] += 0.01
        if patience.over(0.01):
            return
    pytest.fail("patience has no end")


def test_patience_does_not_pass_while_a_plan_has_no_core_but_has_an_end(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(room.time, "monotonic", lambda: now[0])
    place = types.SimpleNamespace(starved=5.0)
    patience = room.Patience(1.0, place)
    ticks = 0
    while not patience.over(0.01):
        ticks += 1
        now[0] += 0.01
        place.starved += 0.01
    assert ticks == pytest.approx(100 * (1 + room.MOST_GRANTED), abs=2)


def test_who_waits_for_a_core_tells_so():
    spin = "import os, time; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); time.sleep(0.1)\nwhile True: pass"
    started = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(2)]
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            time.sleep(0.1)
            waited = processes.waited_for_cores([each.pid for each in started] + [2**22 + 1])
            if sum(waited.values()) > 0.2:
                return
        pytest.fail("two that share a core wait for nothing")
    finally:
        for each in started:
            each.kill()
            each.wait()


def test_everybody_below_a_process_is_found():
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE) as process:
        deadline = time.monotonic() + 10
        while len(below := processes.descendants_of(process.pid)) < 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert process.pid in processes.children_of(os.getpid())
        assert len(below) == 1
        process.communicate(b"\n")
    assert processes.descendants_of(process.pid) == []


def test_a_stopped_child_counts_as_ended():
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), 19)
        os._exit(0)
    deadline = time.monotonic() + 5
    while (status := processes.ended_status(pid)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert processes.how_ended(status) == "killed by SIGKILL"


def test_the_probe_says_why_or_nothing():
    """Run by path in an interpreter of its own, as the harness does."""
    ran = subprocess.run(
        [sys.executable, "-I", namespaces.__file__, "probe"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) <= 1
