"""The guest runs what a reader would run, and survives what a sample does to it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.interfaces import RunningService
from harness.model import Observation, Plan
from harness.run import Guest

pytestmark = pytest.mark.live

APP = """\
from celery import Celery

app = Celery("tasks", broker="pyamqp://guest@localhost//")


@app.task
def add(x, y):
    return x + y


@app.task
def fail(x):
    return x / 0


@app.task
def die():
    import os
    os._exit(3)
"""


@pytest.fixture
def perform(guest: Guest, broker: RunningService, make_plan: Callable[..., Plan], worker_id: str = "gw0"):
    counter = iter(range(1000))

    def run(*steps, **changes) -> list[Observation]:
        with broker.lease(next(counter)) as lease:
            return list(guest.perform(make_plan(*steps, **changes), lease, "here-redis"))

    return run


def test_a_task_is_sent_to_a_real_worker(perform):
    _, seen = perform(("module", APP), ("typed", "result = add.delay(2, 2)\nresult.get(timeout=5)"))
    assert (seen.status, seen.value, seen.output) == ("done", "4", "4\n")
    assert [(sent.name, sent.state, sent.result) for sent in seen.sent] == [("tasks.add", "SUCCESS", "4")]
    assert "succeeded" in seen.log


def test_failure_in_the_worker_is_seen_though_the_client_returns_happily(perform):
    _, seen = perform(("module", APP), ("typed", "fail.delay(1)"))
    assert seen.status == "done"
    assert seen.sent[0].raised, seen
    assert [(sent.state, sent.raised.type, sent.raised.line) for sent in seen.sent] == [
        ("FAILURE", "ZeroDivisionError", 13)
    ]


def test_missing_attribute_tells_its_owner_and_what_is_near(perform):
    _, seen = perform(("module", APP), ("typed", "x = 1\napp.control.revoke_by_stamped_header({})"))
    raised = seen.raised
    assert (raised.type, raised.name, raised.owner, raised.line) == (
        "AttributeError", "revoke_by_stamped_header", "celery.app.control.Control", 2,
    )  # fmt: skip
    assert raised.near[0] == "revoke_by_stamped_headers"


def test_state_survives_and_the_worker_follows_new_definitions(perform):
    more = "@app.task\ndef mul(x, y):\n    return x * y"
    *_, seen = perform(
        ("module", APP),
        ("typed", "first = add.delay(1, 1).get(timeout=5)"),
        ("module", more),
        ("typed", "mul.delay(first, 21).get(timeout=5)"),
    )
    assert seen.value == "42"


def test_commands_are_run_by_the_target(perform):
    _, ping, unknown, worker = perform(
        ("module", APP),
        {"kind": "shell", "source": "celery -A tasks inspect ping", "worker": True},
        ("shell", "celery -A tasks controll"),
        ("shell", "celery -A tasks worker -l INFO -c 1"),
    )
    assert (ping.status, ping.code) == ("done", 0)
    assert "pong" in ping.output
    assert (unknown.status, unknown.code) == ("exit", 2)
    assert worker.status == "done"
    assert "ready." in worker.output


@pytest.mark.parametrize(
    ("source", "status", "limit"),
    [
        pytest.param("while True: pass", "timeout", 1.0, id="endless loop"),
        pytest.param("import os; os._exit(7)", "died", 10.0, id="os._exit"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died", 10.0, id="SIGKILL to itself"),
        pytest.param("import os; os.close(1); os.close(2)", "done", 10.0, id="closed descriptors"),
        pytest.param("import sys; sys.stdin.readline(); sys.exit(3)", "exit", 10.0, id="reads stdin, exits"),
        pytest.param("raise KeyboardInterrupt", "raised", 10.0, id="KeyboardInterrupt"),
    ],
)
def test_other_steps_keep_their_verdicts(perform, source, status, limit):
    _, hostile, after = perform(
        ("module", APP),
        {"kind": "typed", "source": source, "limit": limit},
        ("typed", "add.delay(1, 2).get(timeout=5)"),
    )
    assert hostile.status == status
    assert (after.status, after.value) == ("done", "3")


def test_a_task_that_kills_its_process(perform):
    _, killed, after = perform(("module", APP), ("typed", "die.delay()"), ("typed", "add.delay(1, 2).get(timeout=5)"))
    assert killed.status == "done"
    assert after.value == "3"


def test_a_sample_that_kills_the_worker(perform):
    kill = (
        "import os, signal, subprocess\n"
        "for pid in [int(p) for p in os.listdir('/proc') if p.isdigit()]:\n"
        "    stat = open('/proc/%d/stat' % pid).read() if os.path.exists('/proc/%d/stat' % pid) else ''\n"
        "    if pid != os.getpid() and stat.rpartition(')')[2].split()[1:2] == [str(os.getppid())]:\n"
        "        os.kill(pid, signal.SIGKILL)\n"
        # A message that a dying worker takes from Redis is its to lose: let it be dead.
        "import time; time.sleep(0.5)\n"
    )
    *_, after = perform(
        ("module", APP),
        ("typed", "add.delay(1, 2).get(timeout=5)"),
        ("typed", kill),
        ("typed", "add.delay(1, 2).get(timeout=5)"),
    )
    assert after.value == "3"


def test_a_sample_that_kills_its_supervisor_loses_its_own_plan_only(perform):
    *_, lost = perform(("module", APP), ("typed", "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"))
    assert lost.status == "fault"
    assert perform(("module", APP), ("typed", "1 + 1"))[-1].value == "2"


def test_nothing_is_left_behind(perform, tmp_path: Path):
    mark = tmp_path / "pid"
    daemon = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        f"        open({str(mark)!r}, 'w').write(str(os.getpid()))\n"
        "        time.sleep(60)\n"
        "    os._exit(0)\n"
        "time.sleep(0.3)\n"
    )
    perform(("typed", daemon))
    pid = int(mark.read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_network_beyond_loopback(perform):
    (seen,) = perform(("typed", "import socket; socket.create_connection(('192.0.2.1', 80), 2)"))
    assert seen.status == "raised"
    assert "no network beyond loopback" in seen.raised.message


def test_nothing_of_the_callers_environment_reaches_a_sample(perform, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    (seen,) = perform(("typed", "import os; sorted(os.environ)"))
    assert "AWS" not in seen.value


def test_an_eta_far_away_is_not_waited_for(perform):
    started = time.monotonic()
    _, seen = perform(("module", APP), ("typed", "add.apply_async((1, 2), countdown=600)"))
    assert [sent.state for sent in seen.sent] == ["SCHEDULED"]
    assert time.monotonic() - started < 30


def test_a_worker_that_does_not_come_up_is_a_fault_at_once(perform):
    started = time.monotonic()
    broken = APP + "\nimport sys\nif sys.argv[0] == 'celery':\n    raise RuntimeError('not in a worker')\n"
    _, seen = perform(("module", broken), ("typed", "add.delay(1, 2).get(timeout=60)"))
    assert (seen.status, seen.reason) == ("fault", "worker-failed")
    assert "not in a worker" in seen.log
    assert time.monotonic() - started < 30


def test_what_was_typed_is_there_again_after_the_client_died(perform):
    *_, after = perform(
        ("typed", "from collections import Counter"),
        ("typed", "import os; os._exit(1)"),
        ("typed", "Counter('aa')['a']"),
    )
    assert after.value == "2"


def test_future_imports_of_later_samples_do_not_break_the_file(perform):
    *_, seen = perform(
        ("module", APP),
        ("module", "from __future__ import print_function\n\n@app.task\ndef more():\n    return 7"),
        ("typed", "more.delay().get(timeout=5)"),
    )
    assert seen.value == "7"


def test_the_brokers_password_is_not_in_what_a_sample_prints(perform, broker):
    _, seen = perform(
        ("module", APP), ("typed", "import os\nprint(os.environ['CELERY_BROKER_URL'])\napp.conf.broker_url")
    )
    password = broker.address().partition(":@")[2] or broker.address().split(":")[2].partition("@")[0]
    assert len(password) == 32
    assert "redis://:**@" in seen.output
    assert password not in seen.output + seen.value


def test_a_client_that_dies_between_two_steps_loses_no_other_step(perform):
    _, hostile, after = perform(
        ("typed", "import threading, os\nthreading.Timer(0.3, os._exit, (1,)).start()"),
        {"kind": "shell", "source": "celery --version"},
        ("typed", "1 + 1"),
    )
    assert hostile.status == "done"
    assert after.value in ("2", None)
    assert after.status in ("done", "died")


def test_a_fork_server_that_dies_gives_faults(newest_target, broker, make_plan):
    guest = Guest(newest_target)
    guest.process.kill()
    guest.process.wait()
    with broker.lease(900) as lease:
        (seen,) = guest.perform(make_plan(("typed", "1")), lease, "here-redis")
    assert (seen.status, guest.alive) == ("fault", False)
    guest.close()


def test_when_a_plan_has_ended_all_its_processes_have(perform):
    perform(("module", APP), ("typed", "add.delay(1, 2).get(timeout=5)"))
    left = [
        stat
        for stat in (path.read_text().rpartition(")")[0] for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
        if "celery" in stat
    ]
    assert not left


def test_a_line_of_an_earlier_step_is_not_taken_for_one_of_this(perform):
    *_, seen = perform(("module", "def f():\n    raise ValueError('x')"), ("module", "y = 1\n\nf()"))
    assert (seen.raised.type, seen.raised.line) == ("ValueError", 3)
