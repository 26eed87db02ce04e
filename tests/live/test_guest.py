"""The guest runs what a reader would run, and survives what a sample does to it."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.interfaces import Door, Lease, RunningService
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


SLOW = """\
import time

from celery.worker.control import inspect_command


@inspect_command()
def slowly(state):
    time.sleep(1.5)
    return "at last"
"""


def test_a_reply_is_awaited_as_long_as_the_worker_needs(perform):
    *_, seen = perform(
        ("module", APP + SLOW),
        {"kind": "typed", "source": "app.control.broadcast('slowly', reply=True, timeout=0.1)", "worker": True},
    )
    (reply,) = ast.literal_eval(seen.value)
    assert list(reply.values()) == ["at last"]


def test_a_reply_of_a_worker_that_is_not_there_is_not_awaited_longer(perform):
    source = "app.control.broadcast('ping', destination=['gone@nowhere'], reply=True, timeout=0.1)"
    *_, seen = perform(("module", APP), {"kind": "typed", "source": source, "worker": True})
    assert (seen.status, seen.value) == ("done", "[]")


RETRIED = """

@app.task(bind=True, max_retries=3)
def again(self):
    if self.request.retries < 3:
        raise self.retry(countdown=0)
    return "done"
"""


def test_the_last_execution_of_a_task_that_is_retried_is_its_end(perform):
    *_, seen = perform(("module", APP + RETRIED), ("typed", "results = [again.delay() for _ in range(8)]"))
    assert {(sent.state, sent.result) for sent in seen.sent} == {("SUCCESS", "'done'")}


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


def test_a_sample_that_kills_its_supervisor_loses_its_own_plan_only(perform, guest):
    *_, lost = perform(("module", APP), ("typed", "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"))
    # The first process of a namespace cannot be killed from within.
    assert lost.status == ("done" if guest.contained else "fault")
    assert perform(("module", APP), ("typed", "1 + 1"))[-1].value == "2"


def test_nothing_is_left_behind(perform, guest):
    daemon = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        open('pid', 'w').write('x')\n"
        "        time.sleep(60)\n"
        "    os._exit(0)\n"
        "while not os.path.exists('pid'):\n"
        "    time.sleep(0.01)\n"
    )
    (seen,) = perform(("typed", daemon))
    assert seen.status == "done"
    assert left_below(guest) == []


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


def test_a_revoked_task_ends_as_such(perform):
    send = "add.apply_async((1, 1), countdown=1.9, stamped_headers=['batch'], batch='b')"
    revoke = "app.control.revoke_by_stamped_headers({'batch': 'b'})"
    _, seen, _ = perform(("module", APP), ("typed", f"import time\n{send}\ntime.sleep(0.5)\n{revoke}"), ("typed", "1"))
    assert [sent.state for sent in seen.sent] == ["REVOKED"]
    assert "Signal handler" not in seen.log


def test_what_nobody_reads_is_queued_unless_a_worker_is_told_to_read_it(perform):
    _, queued, told, taken = perform(
        ("module", APP),
        ("typed", "add.apply_async((1, 1), queue='other')"),
        ("typed", "app.control.add_consumer('third', reply=True)"),
        ("typed", "add.apply_async((1, 1), queue='third')"),
    )
    assert [sent.state for sent in queued.sent] == ["QUEUED"]
    assert "third" in told.value
    assert [sent.state for sent in taken.sent] == ["SUCCESS"]


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


def test_the_brokers_password_never_reaches_a_sample(perform, broker):
    _, seen = perform(("module", APP), ("typed", "import os\nprint(sorted(os.environ.items()))\napp.conf.broker_url"))
    password = broker.address().partition(":@")[2] or broker.address().split(":")[2].partition("@")[0]
    assert len(password) == 32
    assert seen.value.startswith("'redis://127.0.0.1:")
    assert password not in seen.output + seen.value


def test_a_secret_that_a_sample_must_have_does_not_reach_the_report(guest, broker, make_plan):
    with broker.lease(7) as lease:
        given = dataclasses.replace(lease, env={**lease.env, "URL": "amqp://me:hunter2@x//"}, secrets=("hunter2",))
        (seen,) = guest.perform(make_plan(("typed", "import os; os.environ['URL']")), given, "here-redis")
    assert seen.value == "'amqp://me:**@x//'"


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


def test_when_a_plan_has_ended_all_its_processes_have(perform, guest):
    perform(("module", APP), ("typed", "add.delay(1, 2).get(timeout=5)"))
    assert left_below(guest) == []


def test_a_line_of_an_earlier_step_is_not_taken_for_one_of_this(perform):
    *_, seen = perform(("module", "def f():\n    raise ValueError('x')"), ("module", "y = 1\n\nf()"))
    assert (seen.raised.type, seen.raised.line) == ("ValueError", 3)


def test_a_broker_that_goes_away_is_a_fault_and_never_what_a_sample_did(guest, make_plan):
    async def gone():
        raise ConnectionRefusedError("nobody there")

    url = "redis://127.0.0.1:{redis}/0"
    lease = Lease(env={"CELERY_BROKER_URL": url}, label="gone", doors={"redis": Door(connect=gone)})
    plan = make_plan(("module", APP), {"kind": "typed", "source": "add.delay(1, 2)", "limit": 3.0})
    *_, seen = guest.perform(plan, lease, "here-redis")
    assert (seen.status, seen.reason) == ("fault", "a service went away: nobody there")


def test_servers_of_the_machine_are_not_there_for_a_sample(perform):
    with socket.create_server(("127.0.0.1", 0)) as other:
        (seen,) = perform(("typed", f"import socket; socket.create_connection({other.getsockname()!r}, 2)"))
    assert (seen.status, seen.raised.type) == ("raised", "ConnectionRefusedError")


def test_what_the_kernel_contains(perform, guest):
    if not guest.contained:
        pytest.skip("only where the kernel gives namespaces")
    before = set(Path("/tmp").iterdir())
    seen = perform(
        ("typed", "import subprocess, sys, os, signal"),
        ("typed", "open('/usr/written-by-a-sample', 'w')"),
        ("typed", "open(f'{os.sep}tmp/written-by-a-sample', 'w').write('x')"),
        ("typed", "subprocess.run(['mount', '-o', 'remount,rw', '/'], capture_output=True).returncode != 0"),
        ("typed", "[p for p in os.listdir('/proc') if p.isdigit() and int(p) > 100]"),
        ("typed", "os.kill(1, signal.SIGSTOP)"),
        ("typed", "1 + 1"),
    )
    assert seen[1].raised.type == "OSError"
    assert [step.value for step in seen[2:5]] == ["1", "True", "[]"]
    assert seen[-1].value == "2"
    assert not [path for path in set(Path("/tmp").iterdir()) - before if "sample" in path.name]


def test_events_and_workers_by_name_are_evidence(perform):
    _, on, seen, status = perform(
        ("module", APP),
        {"kind": "typed", "source": "app.control.enable_events(reply=True)", "worker": True},
        ("typed", "import time\nadd.delay(1, 2).get(timeout=5)\ntime.sleep(0.2)"),
        {
            "kind": "shell", "source": "celery -A tasks inspect -d other@example.com ping",
            "worker": True, "nodes": ("other@example.com",),
        },
    )  # fmt: skip
    assert "task events enabled" in on.value
    assert {"task-received", "task-started", "task-succeeded"} <= {event.type for event in seen.events}
    received = next(event for event in seen.events if event.type == "task-received")
    assert received.fields["name"] == "'tasks.add'"
    assert (status.code, "other@example.com: OK" in status.output) == (0, True)


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        pytest.param("celery -A tasks beat -l INFO", "done", "beat: Starting", id="beat stays up"),
        pytest.param("celery -A tasks events --dump", "done", "starting capture", id="events stays up"),
        pytest.param("python -m celery -A tasks report", "done", "software -> celery", id="python -m"),
        pytest.param("python -c 'print(6 * 7)'", "done", "42", id="python -c"),
        pytest.param("python tasks.py", "done", "", id="a file"),
        pytest.param("python missing.py", "exit", "No such file", id="a file that is not there"),
        pytest.param("LIMIT=5 python -c 'import os; print(os.environ[\"LIMIT\"])'", "done", "5", id="assignment"),
        pytest.param("celery -A tasks purge -f", "done", "No messages purged", id="purge"),
        pytest.param("celery -A tasks call tasks.add --args '[1, 2]'", "done", "-", id="call"),
        pytest.param("celery multi names 3", "done", "celery3@", id="multi names"),
    ],
)
def test_lines_of_a_terminal(perform, source, status, said):
    _, seen = perform(("module", APP), {"kind": "shell", "source": source, "limit": 20.0})
    assert (seen.status, said in seen.output) == (status, True), seen.output


def test_what_stays_up_and_falls_over_is_no_success(perform):
    crash = "from celery.signals import worker_ready\nimport os\n@worker_ready.connect\ndef f(**_):\n    os._exit(3)"
    _, seen = perform(("module", APP + crash), {"kind": "shell", "source": "celery -A tasks worker"})
    assert (seen.status, seen.code) == ("exit", 3)


def test_what_an_earlier_step_still_prints_is_not_the_next_ones(perform):
    late = "import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 0.3; echo late'])"
    *_, seen = perform(("typed", late), ("typed", "import time\ntime.sleep(0.6)\nprint('mine')"))
    assert seen.output == "mine\n"


def test_a_worker_that_is_told_to_shut_down_takes_no_task_with_it(perform):
    *_, seen = perform(
        ("module", APP),
        ("typed", "add.delay(1, 1).get(timeout=5)"),
        {"kind": "typed", "source": "app.control.shutdown()", "worker": True},
        ("typed", "add.delay(1, 2).get(timeout=5)"),
    )
    assert (seen.value, [sent.state for sent in seen.sent]) == ("3", ["SUCCESS"])


def test_a_line_without_end_loses_its_own_step_only(perform):
    endless = "import os\nwhile True:\n    for fd in range(3, 12):\n        try: os.write(fd, b'x' * 65536)\n        except OSError: pass"
    seen = perform(("typed", "1"), {"kind": "typed", "source": endless, "limit": 2.0}, ("typed", "1 + 1"))
    assert [step.status for step in seen] == ["done", seen[1].status, "done"]
    assert seen[1].status in ("died", "timeout")


def test_daemons_are_there_for_the_lines_that_speak_to_them(perform):
    paths = "--pidfile=%n.pid --logfile=%n.log"
    _, start, stop, after = perform(
        ("module", APP),
        {"kind": "shell", "source": f"celery -A tasks multi start w1 {paths}", "limit": 20.0},
        {"kind": "shell", "source": f"celery multi stopwait w1 {paths}", "limit": 20.0},
        ("typed", "import os; os.path.exists('w1.pid')"),
    )
    assert (start.code, stop.code) == (0, 0), start.output + stop.output
    assert "OK" in start.output
    assert after.value == "False"


def left_below(guest: Guest) -> list[str]:
    """Processes below a fork server that nobody has ended."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = path.read_text().rpartition(")")
            children.setdefault(int(rest.split()[1]), []).append(int(pid.split()[0]))
    deadline = time.monotonic() + 2
    while (left := children.get(guest.process.pid, [])) and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [pid for pid in left if Path(f"/proc/{pid}").exists()]
        if not left:
            return []
    return [str(pid) for pid in left]
