from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

import pytest
import valkey

from harness.errors import MissingError, UsageError
from harness.services import redis
from tests.services import tls
from tests.services.doors import opened

pytestmark = pytest.mark.live


@pytest.fixture
def server(tmp_path):
    with redis.start(tmp_path, None) as running:
        yield running


def test_a_lease_is_empty_before_and_after(tmp_path):
    with redis.start(tmp_path, None) as server:
        with server.lease(3) as lease, opened(lease) as env:
            client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
            client.set("key", "value")
            assert env["CELERY_BROKER_URL"].endswith("/3")
            assert env["CELERY_RESULT_BACKEND"] == env["CELERY_BROKER_URL"]
        mine = valkey.Valkey.from_url(f"{server.url}/3")
        assert mine.dbsize() == 0
        process = mine.info("server")["process_id"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_a_plan_has_sent_last_is_gone_too(server):
    """A connection that is still open, with requests that the server has not answered yet, ends with the lease."""
    for _ in range(20):
        with server.lease(3) as lease, opened(lease) as env:
            address = ("127.0.0.1", urlsplit(env["CELERY_BROKER_URL"]).port)
            line = socket.create_connection(address)
            line.sendall(b"ping\r\n")
            assert line.recv(10) == b"+PONG\r\n"
            line.sendall(b"set key value\r\n" * 5000)
        line.close()
        client = valkey.Valkey.from_url(f"{server.url}/3")
        assert client.dbsize() == 0
        assert len([item for item in client.client_list() if item["db"] == "3"]) == 1


def test_credentials_stay_out_of_labels_command_lines_and_plans(server):
    password = urlsplit(server.url).password
    assert "@" in server.address()
    assert "@" not in server.label
    with server.lease(0) as lease:
        assert password in lease.secrets
        assert not any(password in value for value in lease.env.values())
    assert valkey.Valkey.from_url(server.url).ping()
    with pytest.raises(valkey.AuthenticationError):
        valkey.Valkey(port=urlsplit(server.url).port).ping()


def test_a_plan_that_fills_the_server_gets_errors(server):
    with server.lease(0) as lease, opened(lease) as env:
        client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
        with pytest.raises(valkey.ResponseError, match="maxmemory"):
            for number in range(100):
                client.set(f"k{number}", b"x" * (16 << 20))
    with server.lease(0) as lease, opened(lease) as env:
        assert valkey.Valkey.from_url(env["CELERY_BROKER_URL"]).set("k", "v")


def test_a_database_in_use_is_left_alone(tmp_path, server):
    client = valkey.Valkey.from_url(f"{server.url}/0")
    client.set("theirs", "1")
    with redis.start(tmp_path, f"{server.url}") as given:
        assert 0 not in given.databases
    with (
        pytest.raises(MissingError, match="in use by somebody else"),
        redis.start(tmp_path, f"{server.url}/0") as given,
    ):
        with given.lease(0):
            pass
    assert client.get("theirs") == b"1"


@pytest.mark.parametrize("end", ["/7", "?db=7", "/3?db=7"])
def test_a_database_that_is_named(tmp_path, server, end):
    with redis.start(tmp_path, f"{server.url}{end}") as given:
        assert given.databases == (7,)
        with given.lease(0) as lease, opened(lease) as env:
            valkey.Valkey.from_url(env["CELERY_BROKER_URL"]).set("k", "v")
            assert valkey.Valkey.from_url(f"{server.url}/7").get("k") == b"v"


def test_nobody_answers(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(MissingError, match=f"no broker answers at redis://127.0.0.1:{port}"):
        with redis.start(tmp_path, f"redis://:secret@127.0.0.1:{port}"):
            pass


def test_a_wrong_password(tmp_path, server):
    url = f"redis://:wrong@127.0.0.1:{urlsplit(server.url).port}"
    with pytest.raises(MissingError, match="refuses the user or the password") as error, redis.start(tmp_path, url):
        pass
    assert "wrong@" not in str(error.value)


def test_a_url_of_another_kind(tmp_path):
    with pytest.raises(UsageError, match="not a redis:// URL"), redis.start(tmp_path, "amqp://localhost"):
        pass


def test_behind_tls(tmp_path, server):
    """The plan's own connection is a plain one."""
    parts = urlsplit(server.url)
    with tls.terminator(parts.port) as port:
        url = f"rediss://:{parts.password}@localhost:{port}/9?ssl_ca_certs={tls.CERTIFICATE}&ssl_check_hostname=true"
        with redis.start(tmp_path, url) as given, given.lease(0) as lease, opened(lease) as env:
            assert env["CELERY_BROKER_URL"].startswith("redis://")
            client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
            client.set("k", b"x" * 1_000_000)
            assert len(client.get("k")) == 1_000_000
        with pytest.raises(MissingError, match="no broker answers"):
            with redis.start(tmp_path, f"rediss://:{parts.password}@localhost:{port}"):
                pass
        with redis.start(tmp_path, f"rediss://:{parts.password}@localhost:{port}?ssl_cert_reqs=none"):
            pass


def test_files_for_tls_that_are_not_there(tmp_path, server):
    with pytest.raises(UsageError, match="nowhere"):
        with redis.start(tmp_path, f"rediss://localhost:{urlsplit(server.url).port}?ssl_ca_certs=/nowhere.pem"):
            pass
