from __future__ import annotations

import os
import socket

import pytest
import valkey

from harness.errors import MissingError, UsageError
from harness.services import redis

pytestmark = pytest.mark.live


def test_a_lease_is_empty_before_and_after(tmp_path):
    with redis.start(tmp_path, None) as server:
        with server.lease(3) as lease:
            client = valkey.Valkey.from_url(lease.env["CELERY_BROKER_URL"])
            client.set("key", "value")
            assert lease.env["CELERY_BROKER_URL"].endswith("/3")
        assert client.dbsize() == 0
        process = client.info("server")["process_id"]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_another_process_finds_it_by_its_address(tmp_path):
    with redis.start(tmp_path, None) as server:
        assert redis.connect(server.address()) == server


def test_credentials_stay_out_of_labels_and_command_lines(tmp_path):
    with redis.start(tmp_path, None) as server:
        assert "@" in server.address()
        assert "@" not in server.label
        assert valkey.Valkey.from_url(server.url).ping()
        with pytest.raises(valkey.AuthenticationError):
            valkey.Valkey(port=int(server.url.rpartition(":")[2])).ping()


def test_a_database_in_use_is_left_alone(tmp_path):
    with redis.start(tmp_path, None) as server:
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


def test_nobody_answers(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(MissingError, match=f"no broker answers at redis://127.0.0.1:{port}"):
        with redis.start(tmp_path, f"redis://:secret@127.0.0.1:{port}"):
            pass


def test_a_url_of_another_kind(tmp_path):
    with pytest.raises(UsageError, match="not a redis:// URL"), redis.start(tmp_path, "amqp://localhost"):
        pass
