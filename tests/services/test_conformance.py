"""What every broker offers: parts that are empty, that know nothing of each other, that other processes find."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.errors import MissingError, UsageError
from harness.services import redis
from tests.services.brokers import KINDS, broker, forwarded
from tests.services.doors import opened

pytestmark = pytest.mark.live

ROOT = Path(__file__).parent.parent.parent

ELSEWHERE = """
import sys
from harness.services import {service} as service
from tests.services.brokers import broker
from tests.services.doors import opened

address, slot = sys.stdin.readline().strip(), 1 % {slots}
running = service.connect(address)
with running.lease(slot) as lease, opened(lease) as env:
    use = {use}()
    assert not use.holds(env)
    use.put(env)
    assert use.holds(env)
print(running.label)
"""


@pytest.fixture(scope="module", params=KINDS)
def member(request, tmp_path_factory):
    with broker(request.param, tmp_path_factory.mktemp("broker")) as made:
        yield made


@pytest.fixture(scope="module")
def running(member, tmp_path_factory):
    with member.service.start(tmp_path_factory.mktemp("service"), member.url) as started:
        yield started


def test_the_member_says_what_it_is(member):
    assert member.service.role == "broker"
    assert member.service.name in ("redis", "rabbitmq")
    assert member.service.purpose
    assert isinstance(member.service.requires, tuple)


def test_a_lease_is_empty_after_another(member, running):
    for _ in range(3):
        with running.lease(0) as lease, opened(lease) as env:
            assert not member.use.holds(env)
            member.use.put(env)
            assert member.use.holds(env)


def test_two_leases_do_not_see_each_other(member, running):
    if running.slots < 2:
        pytest.skip("one lease at a time")
    with running.lease(0) as one, running.lease(1) as two:
        with opened(one) as first, opened(two) as second:
            member.use.put(first)
            assert not member.use.holds(second)
            member.use.put(second)
            assert member.use.holds(first)


def test_leases_that_nobody_used(running):
    for slot in range(min(running.slots, 20)):
        with running.lease(slot):
            pass


def test_a_door_is_at_any_port(member, running):
    with running.lease(0) as lease:
        assert set(lease.doors) == {member.service.name}
        assert f"{{{member.service.name}}}" in lease.env["CELERY_BROKER_URL"]
        for _ in range(2):
            with opened(lease) as env:
                member.use.put(env)


def test_another_process_finds_it_by_its_address(member, running):
    assert member.service.connect(running.address()) == running
    use = type(member.use).__name__
    service = member.service.__name__.rpartition(".")[2]
    code = ELSEWHERE.format(service=service, slots=running.slots, use=use).replace("import broker", f"import {use}")
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, input=running.address(), capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.strip() == running.label


def test_nothing_that_is_told_holds_credentials(running):
    with running.lease(0) as lease:
        told = (running.label, lease.label, *lease.env.values())
        for secret in lease.secrets:
            assert secret not in " ".join(told)
        assert not any("@" in label for label in (running.label, lease.label))
        parts = urlsplit(lease.env["CELERY_BROKER_URL"])
        assert (parts.username, parts.password) in ((None, None), ("guest", "guest"))


def test_a_server_that_dies_is_missing(member, tmp_path):
    url = member.url
    if url is None:
        with redis.start(tmp_path, None) as running:
            pass
    else:
        with forwarded(url) as elsewhere, member.service.start(tmp_path, elsewhere) as running:
            with running.lease(0):
                pass
    with pytest.raises(MissingError, match=re.escape(str(urlsplit(running.label).port))) as error:
        with running.lease(0):
            pass
    _is_clean(str(error.value), url)


def test_a_server_that_dies_in_a_lease_is_missing_in_the_next(member, tmp_path):
    if member.url is None:
        pytest.skip("tested by URL")
    dying = forwarded(member.url)
    with member.service.start(tmp_path, dying.__enter__()) as running:
        with running.lease(0) as lease, opened(lease) as env:
            member.use.put(env)
            dying.__exit__(None, None, None)
        member.use.remove(env, member.url)
        with pytest.raises(MissingError):
            with running.lease(0):
                pass
    with member.service.start(tmp_path / "again", member.url) as running:
        with running.lease(0) as lease, opened(lease) as env:
            assert not member.use.holds(env)


def test_nobody_there(member, tmp_path):
    if member.url is None:
        pytest.skip("it is ours")
    with forwarded(member.url) as url:
        pass
    port = urlsplit(url).port
    with pytest.raises(MissingError, match=f"no broker answers at [a-z]+://127.0.0.1:{port}") as error:
        with member.service.start(tmp_path, url):
            pass
    _is_clean(str(error.value), url)


def test_a_wrong_password(member, tmp_path):
    if member.url is None or not urlsplit(member.url).password:
        pytest.skip("there is no password")
    parts = urlsplit(member.url)
    url = parts._replace(netloc=f"{parts.username}:wrong-secret@{parts.hostname}:{parts.port}").geturl()
    with pytest.raises(MissingError, match="refuses the user or the password") as error:
        with member.service.start(tmp_path, url):
            pass
    assert "wrong-secret" not in str(error.value)


def test_a_url_of_another_kind(member, tmp_path):
    with pytest.raises(UsageError, match=r"not an? \w+:// URL") as error:
        with member.service.start(tmp_path, "sqs://user:secret@example.com/"):
            pass
    assert "secret" not in str(error.value)


def test_what_the_caller_has_stays_with_the_caller(running, monkeypatch):
    monkeypatch.setitem(os.environ, "CELERY_BROKER_URL", "redis://example.com")
    with running.lease(0) as lease:
        assert "example.com" not in str(lease.env)


def _is_clean(message: str, url: str | None) -> None:
    """No credentials; one line."""
    assert "\n" not in message
    password = urlsplit(url).password if url else None
    assert not password or f":{password}@" not in message
