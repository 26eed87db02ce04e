"""The guard of a Redis connection: what it lets through, what it refuses, and that it does not care how bytes are cut."""

from __future__ import annotations

import itertools
import socket

import pytest
import valkey
from hypothesis import given
from hypothesis import strategies as st

from harness.services import _resp, redis
from tests.services.doors import opened

DATABASE = 5


def request(*words: str | bytes) -> bytes:
    sent = [word if isinstance(word, bytes) else word.encode() for word in words]
    return b"*%d\r\n" % len(sent) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in sent)


def passed(data: bytes, *cuts: int) -> bytes:
    guard = _resp.Guard(DATABASE)
    places = [0, *sorted(cuts), len(data)]
    return b"".join(guard.to_server(data[a:b]) for a, b in itertools.pairwise(places))


LET_THROUGH = {
    "the database of the plan": ("SELECT", "5"),
    "small letters": ("select", "5"),
    "a list that is a queue": ("LPUSH", "celery", "{}"),
    "a pop that waits, as workers do": ("BRPOP", "celery", "celery\x06\x163", "1"),
    "results": ("SETEX", "celery-task-meta-1", "86400", "{}"),
    "results told": ("PUBLISH", "celery-task-meta-1", "{}"),
    "kombu's channel of the plan's own database": ("PUBLISH", "/5.celery.pidbox", "{}"),
    "listening there": ("PSUBSCRIBE", "/5.celeryev/worker.*", "/5.celery.pidbox"),
    "a channel with a slash and no number": ("SUBSCRIBE", "/news.today"),
    "the own database emptied": ("FLUSHDB",),
    "redis-py tells its name": ("CLIENT", "SETINFO", "LIB-NAME", "redis-py"),
    "redis-py asks for its number": ("CLIENT", "ID"),
    "caching on the client's side": ("CLIENT", "TRACKING", "ON"),
    "what the server is": ("INFO", "server"),
    "another protocol": ("HELLO", "3"),
    "another protocol with a name": ("HELLO", "3", "SETNAME", "worker"),
    "a copy within the database": ("COPY", "a", "b"),
    "a copy that names the database": ("COPY", "a", "b", "DB", "5", "REPLACE"),
    "a key that is called DB": ("COPY", "DB", "7"),
    "transactions": ("MULTI",),
    "a stream's groups": ("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM"),
    "a lock is released": ("EVALSHA", "0123456789012345678901234567890123456789", "1", "lock", "token"),
    "a script that deletes": ("EVAL", "return redis.call('del', KEYS[1])", "1", "k"),
    "a script with Lua's own select": ("EVAL", "return select('#', ARGV[1])", "0", "a"),
    "a script in which a comment tells of flushall": ("SCRIPT", "LOAD", "-- no flushall here\nreturn 1"),
    "a value that looks like a command": ("SET", "k", "*1\r\n$8\r\nFLUSHALL\r\n"),
    "a command without its argument, for the server to answer": ("GET",),
    "an evaluation without a script": ("EVAL",),
}

REFUSED = {
    "another database": ("SELECT", "6"),
    "a number written otherwise": ("SELECT", "05"),
    "every database": ("FLUSHALL",),
    "every database, in small letters": ("flushall", "async"),
    "databases swapped": ("SWAPDB", "5", "6"),
    "a key moved away": ("MOVE", "k", "6"),
    "a key copied away": ("COPY", "a", "b", "DB", "6"),
    "a key copied away, in small letters": ("COPY", "a", "b", "REPLACE", "db", "6"),
    "a key sent to another server": ("MIGRATE", "h", "1", "k", "0", "1"),
    "settings": ("CONFIG", "SET", "dir", "/"),
    "settings read": ("CONFIG", "GET", "requirepass"),
    "the end of the server": ("SHUTDOWN", "NOSAVE"),
    "a crash": ("DEBUG", "SEGFAULT"),
    "another master": ("REPLICAOF", "h", "1"),
    "another master, as it was called": ("SLAVEOF", "h", "1"),
    "a replica's stream": ("PSYNC", "?", "-1"),
    "code loaded": ("MODULE", "LOAD", "/x.so"),
    "functions": ("FUNCTION", "LOAD", "#!lua name=x"),
    "functions flushed": ("FUNCTION", "FLUSH"),
    "a function called": ("FCALL", "f", "0"),
    "everybody's scripts": ("SCRIPT", "FLUSH"),
    "somebody's script": ("SCRIPT", "KILL"),
    "everybody's commands": ("MONITOR",),
    "everybody's slow commands": ("SLOWLOG", "GET"),
    "other clients ended": ("CLIENT", "KILL", "TYPE", "normal"),
    "other clients halted": ("CLIENT", "PAUSE", "1000"),
    "other clients listed": ("CLIENT", "LIST"),
    "other clients woken": ("CLIENT", "UNBLOCK", "3"),
    "what is cached told to another client": ("CLIENT", "TRACKING", "ON", "REDIRECT", "3"),
    "no subcommand": ("CLIENT",),
    "users": ("ACL", "SETUSER", "x"),
    "a snapshot": ("SAVE",),
    "a snapshot behind": ("BGSAVE",),
    "a log written anew": ("BGREWRITEAOF",),
    "the cluster": ("CLUSTER", "RESET"),
    "a failover": ("FAILOVER",),
    "statistics": ("LATENCY", "RESET"),
    "a password": ("AUTH", "x"),
    "a password by HELLO": ("HELLO", "3", "auth", "default", "x"),
    "the connection as it was": ("RESET",),
    "kombu's channel of another database": ("PUBLISH", "/6.celery.pidbox", "{}"),
    "listening there": ("PSUBSCRIBE", "/5.celeryev/*", "/0.celery.pidbox"),
    "a script that selects": ("EVAL", "redis.call('SELECT', 6)", "0"),
    "a script that is loaded": ("SCRIPT", "LOAD", "return redis.pcall('FlushAll')"),
    "a script that is long": ("EVAL", "-- " + "x" * _resp.HELD, "0"),
    "a command that nobody knows": ("FROBNICATE", "x"),
    "a command without a name": ("",),
}


@pytest.mark.parametrize("words", LET_THROUGH.values(), ids=LET_THROUGH)
def test_passes_unchanged(words):
    assert passed(request(*words)) == request(*words)


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_is_refused(words):
    after = request("GET", "k")
    out = passed(request(*words) + after)
    assert out.startswith(b"*1\r\n$")
    assert out.split(b"\r\n")[2].startswith(b"doc-harness refuses ")
    assert out.endswith(b"\r\n" + after)
    assert out.count(b"*") == 2


def test_lines_become_arrays():
    assert passed(b"ping\r\n\r\n  \nset k 'a b'\n") == request("ping") + request("set", "k", "a b")
    assert passed(b"FLUSHALL\r\n").startswith(b"*1\r\n")
    assert b"FLUSHALL: " in passed(b"FLUSHALL\r\n")


def test_empty_arrays_are_nothing():
    assert passed(b"*0\r\n*-1\r\n" + request("PING")) == request("PING")


NO_REQUESTS = {
    "TLS": b"\x16\x03\x01\x02\x00",
    "AMQP, which is text for a while, and its version": b"*AMQP\0\0\x09\x01........",
    "an argument that is none": b"*1\r\nPING\r\n",
    "a length with a sign": b"*1\r\n$+4\r\nPING\r\n",
    "a length with a zero before it": b"*01\r\n$4\r\nPING\r\n",
    "no length": b"*1\r\n$-1\r\n",
    "too many arguments": b"*9999999\r\n",
    "an argument that is too long": b"*1\r\n$9999999999\r\n",
    "an argument that goes on": b"*1\r\n$4\r\nPINGPING\r\n",
    "a value that goes on": b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nvvvv",
    "a line without an end": b"x" * (_resp.LINE + 1),
    "an open quote": b"set k 'v\r\n",
}


@pytest.mark.parametrize("data", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_is_no_request_ends_the_connection(data):
    for cuts in ((), range(1, min(len(data), 100))):
        with pytest.raises(ValueError):
            passed(data, *cuts)


def test_what_is_large_streams_through():
    guard, size = _resp.Guard(DATABASE), 64 << 20
    head = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n" % size
    assert guard.to_server(head) == head
    chunk = b"x" * 65536
    for _ in range(size // len(chunk)):
        assert guard.to_server(chunk) == chunk
        assert len(guard._buffer) <= 2
    assert guard.to_server(b"\r\n" + request("PING")) == b"\r\n" + request("PING")


def test_what_is_large_and_refused_is_not_kept():
    guard, size = _resp.Guard(DATABASE), 64 << 20
    out = guard.to_server(b"*2\r\n$4\r\nEVAL\r\n$%d\r\n" % size)
    assert b"refuses EVAL: longer than can be looked at" in out
    for _ in range(size // 65536):
        assert guard.to_server(b"x" * 65536) == b""
        assert len(guard._buffer) <= 2
    assert guard.to_server(b"\r\n" + request("PING")) == request("PING")


def test_many_small_arguments_are_not_kept():
    guard, count = _resp.Guard(DATABASE), 1 << 20
    out = guard.to_server(b"*%d\r\n$9\r\nSUBSCRIBE\r\n" % count) + guard.to_server(b"$0\r\n\r\n" * (count - 1))
    assert b"refuses SUBSCRIBE" in out
    assert guard.to_server(request("PING")) == request("PING")


TEXT = st.one_of(st.binary(max_size=40), st.sampled_from([b"*1\r\n", b"\r\n", b"$4\r\nPING\r\n", b"5", b"DB"]))
COMMANDS = st.one_of(
    st.sampled_from([request(*words) for words in (*LET_THROUGH.values(), *REFUSED.values()) if len(words[-1]) < 1000]),
    st.lists(TEXT, min_size=1, max_size=6).map(lambda words: request(*words)),
    st.lists(TEXT, max_size=5).map(lambda words: request("SET", *words)),
    st.sampled_from([b"PING\r\n", b"set a b\n", b"flushall\r\n", b"\r\n", b"*0\r\n"]),
)


@given(st.data())
def test_it_does_not_matter_where_the_bytes_are_cut(data):
    sent = b"".join(data.draw(st.lists(COMMANDS, max_size=6)))
    cuts = data.draw(st.lists(st.integers(0, len(sent)), max_size=12))
    whole = passed(sent)
    assert passed(sent, *cuts) == whole
    assert passed(sent, *range(len(sent))) == whole


@given(st.data())
def test_what_goes_out_is_clean(data):
    """What the guard gives to the server passes a guard unchanged, but for its refusals."""
    sent = b"".join(data.draw(st.lists(COMMANDS, max_size=6)))
    once = passed(sent)
    assert passed(once).count(b"doc-harness refuses") == once.count(b"doc-harness refuses")


@given(st.binary(max_size=200), st.data())
def test_noise_ends_the_connection_or_stays_harmless(noise, data):
    cuts = data.draw(st.lists(st.integers(0, len(noise)), max_size=5))

    def end(*where: int) -> bytes | None:
        try:
            return passed(noise, *where)
        except ValueError:
            return None

    assert end(*cuts) == end()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with redis.start(tmp_path_factory.mktemp("server"), None) as running:
        yield running


@pytest.mark.live
def test_the_server_answers_what_is_refused(server):
    with server.lease(DATABASE) as lease, opened(lease) as env:
        client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
        for words in filter(any, REFUSED.values()):  # the client sends nothing for nothing
            with pytest.raises(valkey.ResponseError, match="doc-harness refuses"):
                client.execute_command(*words)
        assert client.ping()
        assert client.get("k") is None


@pytest.mark.live
def test_replies_stay_in_order(server):
    with server.lease(DATABASE) as lease, opened(lease) as env:
        client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
        pipe = client.pipeline(transaction=False)
        pipe.set("k", "1").execute_command("FLUSHALL")
        pipe.get("k").execute_command("SELECT", "6")
        pipe.incr("k")
        told = pipe.execute(raise_on_error=False)
        assert [told[0], told[2], told[4]] == [True, b"1", 2]
        assert isinstance(told[1], valkey.ResponseError) and isinstance(told[3], valkey.ResponseError)


@pytest.mark.live
def test_clients_that_do_not_select_are_in_the_plans_database(server):
    with server.lease(DATABASE) as lease, opened(lease) as env:
        port = int(env["CELERY_BROKER_URL"].rpartition(":")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"set where here\r\n")
            assert line.recv(100) == b"+OK\r\n"
        assert valkey.Valkey.from_url(env["CELERY_BROKER_URL"]).get("where") == b"here"
        assert valkey.Valkey.from_url(f"{server.url}/{DATABASE}").get("where") == b"here"
        assert valkey.Valkey.from_url(f"{server.url}/0").dbsize() == 0


@pytest.mark.live
def test_clients_find_what_they_use(server):
    """Locks (scripts), published messages, transactions that watch, pops that wait: by a client as redis-py is."""
    with server.lease(DATABASE) as lease, opened(lease) as env:
        client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"], protocol=3)
        with client.lock("lock", timeout=10) as lock:
            lock.extend(5)
            lock.reacquire()
        heard = client.pubsub()
        heard.psubscribe("/5.celeryev/*")
        assert heard.get_message(timeout=5)["type"] == "psubscribe"
        client.publish("/5.celeryev/x", "told")
        assert heard.get_message(timeout=5)["data"] == b"told"
        client.transaction(lambda pipe: pipe.multi() or pipe.set("a", 1), "a")
        client.rpush("queue", b"\x00" * 3_000_000)
        assert len(client.brpop("queue", timeout=1)[1]) == 3_000_000
        assert client.brpop("queue", timeout=0.1) is None
        assert list(client.scan_iter()) == client.keys() == [b"a"]
        assert client.info("server") and client.client_id() and client.client_info()
        client.flushdb()


@pytest.mark.live
def test_what_is_no_request_is_cut_off(server):
    with server.lease(DATABASE) as lease, opened(lease) as env:
        port = int(env["CELERY_BROKER_URL"].rpartition(":")[2].partition("/")[0])
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"\x16\x03\x01\x02\x00")
            assert line.recv(100) == b""
