"""Celery itself, its worker and its clients, through the doors of the brokers."""

from __future__ import annotations

import contextlib
import os
import subprocess

import pytest

from harness.services import redis
from tests.services.brokers import broker
from tests.services.doors import opened

pytestmark = [pytest.mark.live, pytest.mark.slow]

TASKS = """
from celery import Celery

app = Celery("tasks")
app.conf.update(task_track_started=True, broker_connection_retry_on_startup=True)


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task(bind=True, max_retries=2)
def stubborn(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0.1)
    return self.request.retries
"""

SESSION = """
import time
from celery import chain, chord, group
from celery.result import AsyncResult
from tasks import add, app, stubborn, total

limit = time.time() + 30
while not app.control.ping(timeout=0.5):
    assert time.time() < limit, "no worker"

assert add.delay(2, 2).get(timeout=20) == 4
assert group(add.s(n, n) for n in range(20)).delay().get(timeout=20) == [2 * n for n in range(20)]
assert chord(group(add.s(n, 1) for n in range(10)), total.s()).delay().get(timeout=20) == 55
assert chain(add.s(1, 2), add.s(3), add.s(4)).delay().get(timeout=20) == 10
assert stubborn.delay().get(timeout=20) == 2
assert len(add.delay("a" * 3_000_000, "b").get(timeout=30)) == 3_000_001

later = add.apply_async((1, 1), countdown=600)
limit = time.time() + 20
while not any(app.control.inspect().scheduled().values()):
    assert time.time() < limit, "not scheduled"
later.revoke()
assert any(app.control.inspect().registered().values())
assert any(app.control.inspect().stats().values())
for _ in range(3):
    add.apply_async((1, 1), queue="elsewhere")
with app.connection_for_write() as connection:
    assert connection.default_channel.queue_purge("elsewhere") == 3
assert isinstance(app.control.purge(), int)

received = []
with app.connection_for_read() as connection:
    receiver = app.events.Receiver(connection, handlers={"*": received.append})
    app.control.enable_events()
    add.delay(1, 1)
    try:
        receiver.capture(limit=3, timeout=5)
    except Exception as error:
        assert received, error
app.control.shutdown()
print("fine")
"""


@pytest.mark.parametrize("kind", ["redis", "rabbitmq"])
def test_what_readers_do(kind, newest_target, tmp_path):
    (tmp_path / "tasks.py").write_text(TASKS)
    with contextlib.ExitStack() as stack:
        member = stack.enter_context(broker(kind, tmp_path / "broker"))
        running = stack.enter_context(member.service.start(tmp_path / "service", member.url))
        env = {}
        if member.service is not redis:  # results, as runs have them
            results = stack.enter_context(redis.start(tmp_path / "results", None))
            env |= stack.enter_context(opened(stack.enter_context(results.lease(1))))
        env |= stack.enter_context(opened(stack.enter_context(running.lease(0))))
        environ = {"PATH": os.defpath, "HOME": str(tmp_path), "C_FORCE_ROOT": "1", **env}
        python = [newest_target.interpreter]
        worker = subprocess.Popen(
            [*python, "-m", "celery", "-A", "tasks", "worker", "-c", "2", "-E", "-l", "info"],
            cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            ran = subprocess.run(
                [*python, "-c", SESSION],
                cwd=tmp_path,
                env=environ,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            told, _ = worker.communicate(timeout=30)
        finally:
            worker.kill()
            worker.wait()
        assert ran.stdout.strip() == "fine", ran.stderr + told
        assert "Traceback" not in told, told
        assert worker.returncode == 0, told
