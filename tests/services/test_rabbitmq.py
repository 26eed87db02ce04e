"""RabbitMQ: vhosts are made, emptied, made anew and removed, in each of the ways in which one can have them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import amqp
import pytest

from harness.errors import MissingError, UsageError
from harness.services import _vhosts, rabbitmq
from tests.services import tls
from tests.services.brokers import RABBITMQ, OfRabbitMQ, client_of, given, there
from tests.services.doors import opened

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "a secret/of:ours@"


@pytest.fixture(scope="module")
def url():
    return given(RABBITMQ)


@pytest.fixture(scope="module")
def server(url, tmp_path_factory):
    with rabbitmq.start(tmp_path_factory.mktemp("service"), url) as running:
        yield running


@pytest.fixture(scope="module")
def way(server):
    """How vhosts are made here."""
    return _vhosts.from_json(server.way, server.host.context())


@contextlib.contextmanager
def vhost_of_theirs(way, url):
    """The URL of a vhost that somebody without other rights has."""
    name = _vhosts.new_names(100)[-1]
    way.make([name], PASSWORD)
    try:
        secret = (
            PASSWORD.replace("%", "%25").replace("/", "%2F").replace("@", "%40").replace(":", "%3A").replace(" ", "%20")
        )
        place = urlsplit(url).netloc.rpartition("@")[2]
        yield f"{urlsplit(url).scheme}://{name}:{secret}@{place}/{name}"
    finally:
        way.remove([name])


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """Neither a management API nor rabbitmqctl."""
    monkeypatch.setattr(rabbitmq.shutil, "which", lambda name: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv(rabbitmq.MANAGEMENT, f"http://127.0.0.1:{probe.getsockname()[1]}")


def many_kinds(env) -> None:
    """Leave everything behind that AMQP can make."""
    client = client_of(env)
    channel = client.channel()
    for number in range(3):
        channel.exchange_declare(f"e{number}", "topic", durable=True, auto_delete=False)
        channel.queue_declare(f"q{number}", durable=True, auto_delete=False)
        channel.queue_bind(f"q{number}", f"e{number}", "key")
        channel.queue_bind(f"q{number}", "amq.topic", "key")
        channel.basic_publish(amqp.Message(b"x" * 300_000, delivery_mode=2), f"e{number}", "key")
    channel.exchange_bind("e1", "e2", "key")
    channel.exchange_bind("e1", "amq.fanout", "key")
    channel.queue_declare("kept", exclusive=True)
    channel.queue_declare("")
    channel.queue_declare("quorum", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
    channel.queue_declare("unacknowledged", auto_delete=False)
    channel.basic_publish(amqp.Message("x"), "", "unacknowledged")
    assert channel.basic_get("unacknowledged") is not None
    channel.basic_consume("q0", callback=lambda message: None)


def left_in(server, name) -> list[str]:
    """Queues and exchanges of a vhost, as the broker lists them."""
    if "rabbitmqctl" not in server.way:
        pytest.skip("listed by rabbitmqctl")
    found = []
    for kind in ("queues", "exchanges"):
        command = [server.way["rabbitmqctl"], "-q", f"list_{kind}", "-p", name, "name", "--no-table-headers"]
        found += subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [item for item in found if not item.startswith("amq.")]


@pytest.mark.live
def test_nothing_is_left_of_a_plan(server):
    for _ in range(3):
        with server.lease(2) as lease, opened(lease) as env:
            assert not there(env, "queue", "q0")
            many_kinds(env)
    assert left_in(server, server.vhosts[2].name) == []
    assert not list(server.marks.iterdir())


@pytest.mark.live
def test_a_client_that_is_killed_leaves_nothing(server):
    """Requests that are on the way when the connection is cut have been answered before the vhost is emptied."""
    for _ in range(10):
        with server.lease(2) as lease, opened(lease) as env:
            client = client_of(env)
            channel = client.channel()
            for number in range(30):
                channel.queue_declare(f"q{number}", durable=True, auto_delete=False, nowait=True)
            client._transport.sock.shutdown(socket.SHUT_RDWR)
    assert left_in(server, server.vhosts[2].name) == []


HELLO = b"AMQP\x00\x00\x09\x01"


@pytest.mark.live
@pytest.mark.parametrize("said", [b"", HELLO[:4], HELLO, HELLO + b"\x01\0\0\0\0", b"GET / HTTP/1.1\r\n\r\n"])
def test_a_client_that_goes_before_it_is_in(server, said):
    """The broker makes such a one wait; the lease does not, and the vhost is as good as before."""
    began = time.monotonic()
    with server.lease(2) as lease, opened(lease) as env:
        with socket.create_connection(("127.0.0.1", urlsplit(env["CELERY_BROKER_URL"]).port), timeout=5) as line:
            line.sendall(said)
            time.sleep(0.05)
    assert time.monotonic() - began < 1
    assert not list(server.marks.iterdir())


@pytest.mark.live
def test_a_client_that_is_refused_and_goes(server):
    began = time.monotonic()
    with server.lease(2) as lease, opened(lease) as env:
        port = urlsplit(env["CELERY_BROKER_URL"]).port
        with pytest.raises(amqp.AccessRefused):
            amqp.Connection(f"127.0.0.1:{port}", "guest", "wrong").connect()
    assert time.monotonic() - began < 1
    assert not list(server.marks.iterdir())


@pytest.mark.live
def test_what_cannot_be_deleted_goes_with_the_vhost(server):
    with server.lease(3) as lease, opened(lease) as env:
        with client_of(env) as client:
            client.channel().exchange_bind("amq.direct", "amq.topic", "key")
            client.channel().queue_declare("q", auto_delete=False)
    assert [mark.name for mark in server.marks.iterdir()] == [server.vhosts[3].name]
    with server.lease(3) as lease, opened(lease) as env:
        assert not there(env, "queue", "q")
        with client_of(env) as client:
            channel = client.channel()
            channel.queue_declare("heard", auto_delete=False)
            channel.queue_bind("heard", "amq.direct", "key")
            channel.basic_publish(amqp.Message("x"), "amq.topic", "key")
            assert channel.basic_get("heard") is None
    assert not list(server.marks.iterdir())


@pytest.mark.live
def test_a_vhost_that_a_killed_runner_had_is_made_anew(server):
    code = (
        "import os, sys\n"
        "from harness.services import rabbitmq\n"
        "from tests.services.brokers import OfRabbitMQ\n"
        "from tests.services.doors import opened\n"
        "with rabbitmq.connect(sys.stdin.readline()).lease(4) as lease, opened(lease) as env:\n"
        "    OfRabbitMQ().put(env)\n"
        "    os._exit(3)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, input=server.address(), text=True, check=False)
    assert ran.returncode == 3
    with server.lease(4) as lease, opened(lease) as env:
        assert not OfRabbitMQ().holds(env)


@pytest.mark.live
def test_a_plan_sees_the_broker_of_the_docs(server):
    with server.lease(0) as lease, opened(lease) as env:
        assert env["CELERY_BROKER_URL"].startswith("amqp://guest:guest@127.0.0.1:")
        assert "CELERY_RESULT_BACKEND" not in env
        with client_of(env) as client:
            with pytest.raises(amqp.NotFound, match="in vhost '/'"):
                client.channel().queue_declare("none", passive=True)
            with pytest.raises(amqp.NotFound, match="in vhost '/'"):
                client.channel().exchange_declare("none", "direct", passive=True)


@pytest.mark.live
@pytest.mark.parametrize("login", [amqp.sasl.PLAIN, amqp.sasl.AMQPLAIN])
def test_a_plan_gets_nowhere_else(server, url, login):
    with server.lease(0) as lease, opened(lease) as env:
        port = urlsplit(env["CELERY_BROKER_URL"]).port

        def trial(user: str, password: str, vhost: str) -> None:
            with amqp.Connection(f"127.0.0.1:{port}", virtual_host=vhost, authentication=login(user, password)):
                pass

        trial("guest", "guest", "/")
        other, theirs = server.vhosts[1], urlsplit(url)
        for user, password in (
            ("guest", "wrong"),
            (other.user, other.password),
            (theirs.username, f"{theirs.password}x"),
        ):
            with pytest.raises(amqp.AccessRefused):
                trial(user, password, "/")
        for vhost in (other.name, server.vhosts[0].name, "nowhere"):
            with pytest.raises(amqp.NotAllowed):
                trial("guest", "guest", vhost)


@pytest.mark.live
def test_users_have_rights_on_their_vhost_only(server):
    one, other = server.vhosts[:2]
    with pytest.raises(amqp.NotAllowed):
        server.host.connect(other.name, one.user, one.password)
    with pytest.raises(amqp.NotAllowed):
        server.host.connect("/", one.user, one.password)


@pytest.mark.live
def test_large_messages_and_many_channels(server):
    with server.lease(0) as lease, opened(lease) as env:
        with client_of(env) as client:
            channels = [client.channel() for _ in range(20)]
            channels[0].queue_declare("large")
            channels[1].basic_publish(amqp.Message(b"\xce" * 10_000_000), "", "large")
            time.sleep(0.2)
            assert len(channels[2].basic_get("large", no_ack=True).body) == 10_000_000


@pytest.mark.live
def test_a_plan_that_fills_the_broker_is_bounded(server):
    with server.lease(5) as lease, opened(lease) as env:
        with client_of(env) as client:
            channel = client.channel()
            with pytest.raises((amqp.PreconditionFailed, amqp.ResourceError, amqp.AMQPError), match="limit"):
                for number in range(_vhosts.LIMITS["max-queues"] + 1):
                    channel.queue_declare(f"q{number}", auto_delete=False, nowait=number % 50 != 0)
    with server.lease(5) as lease, opened(lease) as env:
        assert not there(env, "queue", "q1")


@pytest.mark.live
def test_all_goes_with_the_run(server, way, url, tmp_path):
    with rabbitmq.start(tmp_path, url) as running:
        names = [vhost.name for vhost in running.vhosts]
        assert set(names) <= set(way.names())
        assert len({len(name) for name in names}) == 1
    assert not set(names) & set(way.names())


@pytest.mark.live
def test_what_a_killed_run_left_is_removed_by_the_next(server, way, url, tmp_path):
    code = (
        "import os, sys, pathlib\n"
        "from harness.services import rabbitmq\n"
        "with rabbitmq.start(pathlib.Path(sys.argv[1]), sys.argv[2]) as running:\n"
        "    print(running.vhosts[0].name, flush=True)\n"
        "    os._exit(9)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), url], cwd=ROOT, capture_output=True, text=True, check=False
    )
    name = ran.stdout.strip()
    assert ran.returncode == 9 and name in way.names(), ran.stderr
    with rabbitmq.start(tmp_path, url):
        assert name not in way.names()
        assert server.vhosts[0].name in way.names()  # of a process that lives


def _name(machine: str, process: int, seconds: float) -> str:
    return f"doc-harness-{machine}-{process:07}-{int(seconds):08x}-00"


def test_which_names_are_left_behind():
    here, now, gone = _vhosts._machine(), time.time(), 2**22 + 1  # above the highest number that Linux gives
    assert _vhosts.is_left(_name(here, gone, now))
    assert not _vhosts.is_left(_name(here, os.getpid(), now - 10 * _vhosts.DAY))
    assert not _vhosts.is_left(_name("00000000", gone, now))
    assert _vhosts.is_left(_name("00000000", gone, now - 2 * _vhosts.DAY))
    for other in ("/", "doc-harness", "doc-harness-mine", f"x{_name(here, gone, now)}", f"{_name(here, gone, now)}x"):
        assert not _vhosts.is_left(other)
    assert not any(_vhosts.is_left(name) for name in _vhosts.new_names(3))


@pytest.mark.live
def test_a_vhost_that_is_given(way, url, alone, tmp_path):
    with vhost_of_theirs(way, url) as theirs, rabbitmq.start(tmp_path, theirs) as running:
        assert running.slots == 1
        assert running.label.endswith(running.vhosts[0].name)
        for _ in range(3):
            with rabbitmq.connect(running.address()).lease(7) as lease, opened(lease) as env:
                assert PASSWORD in lease.secrets
                assert not there(env, "queue", "q0")
                many_kinds(env)


@pytest.mark.live
def test_a_vhost_that_is_given_and_cannot_be_emptied(way, url, alone, tmp_path):
    with vhost_of_theirs(way, url) as theirs, rabbitmq.start(tmp_path, theirs) as running:
        with running.lease(0) as lease, opened(lease) as env, client_of(env) as client:
            client.channel().exchange_bind("amq.direct", "amq.topic", "key")
        with pytest.raises(MissingError, match="could not be emptied"), running.lease(0):
            pass


@pytest.mark.live
@pytest.mark.parametrize("kind", ["queue", "exchange"])
def test_a_vhost_in_use_is_left_alone(way, url, alone, tmp_path, kind):
    with vhost_of_theirs(way, url) as theirs:
        host, vhost = rabbitmq._read(theirs)
        with host.connect(vhost.name, vhost.user, vhost.password) as client:
            if kind == "queue":
                client.channel().queue_declare("celery", auto_delete=False)
            else:
                client.channel().exchange_declare("celeryev", "topic", auto_delete=False)
            with pytest.raises(MissingError, match="in use by somebody else") as error:
                with rabbitmq.start(tmp_path, theirs):
                    pass
            assert "secret" not in str(error.value)
            if kind == "queue":
                client.channel().queue_declare("celery", passive=True)


@pytest.mark.live
def test_a_management_api_tells_what_a_vhost_holds(server, way):
    if not isinstance(way, _vhosts.Management):
        pytest.skip("no management API makes the vhosts here")
    with server.lease(0) as lease, opened(lease) as env, client_of(env) as client:
        assert way.holds(server.vhosts[0].name) == []
        client.channel().exchange_declare("theirs", "topic", auto_delete=False)
        client.channel().queue_declare("mine", auto_delete=False)
        assert sorted(way.holds(server.vhosts[0].name)) == ["mine", "theirs"]


@pytest.mark.live
def test_without_rights_on_the_vhost(way, url, alone, tmp_path):
    with vhost_of_theirs(way, url) as one, vhost_of_theirs(way, url):
        other = rabbitmq._read(url)[0]
        theirs = urlsplit(one)._replace(path="/nowhere").geturl()
        with pytest.raises(MissingError, match=r"vhost nowhere not found.*One of three is needed") as error:
            with rabbitmq.start(tmp_path, theirs):
                pass
        assert other.label in str(error.value) and "secret" not in str(error.value)


@pytest.mark.live
def test_no_way_to_a_vhost(url, alone, tmp_path):
    with pytest.raises(MissingError) as error, rabbitmq.start(tmp_path, urlsplit(url)._replace(path="//").geturl()):
        pass
    told = str(error.value)
    for part in (
        "management API at http://127.0.0.1:",
        "rabbitmqctl is not on PATH",
        "names no virtual host",
        "/VHOST",
    ):
        assert part in told
    password = urlsplit(url).password
    assert f":{password}@" not in told and "\n" not in told


@pytest.mark.live
def test_the_rabbitmqctl_of_another_broker(server, way, url, tmp_path, monkeypatch, alone):
    """What it makes cannot be logged in to at the URL, and goes again."""
    if "rabbitmqctl" not in server.way:
        pytest.skip("vhosts are made by the management API here")
    mine = tmp_path / "rabbitmqctl"
    program = server.way["rabbitmqctl"]
    seen = tmp_path / "seen"
    mine.write_text(
        f'#!{sys.executable}\nimport json, subprocess, sys\nopen({str(seen)!r}, "a").write(sys.argv[2] + "\\n")\n'
        'if sys.argv[2] == "import_definitions":\n    sys.exit(0)\n'
        f"sys.exit(subprocess.run([{program!r}, *sys.argv[1:]]).returncode)\n"
    )
    mine.chmod(0o755)
    monkeypatch.setattr(rabbitmq.shutil, "which", {"rabbitmqctl": str(mine)}.get)
    with pytest.raises(MissingError, match="rabbitmqctl is that of another broker"), rabbitmq.start(tmp_path, url):
        pass
    assert seen.read_text().split() == ["list_vhosts", "import_definitions", "eval"]


@pytest.mark.live
def test_behind_tls(server, way, url, tmp_path, monkeypatch, alone):
    """A plan's own connection is a plain one; each connection parts in order through TLS too."""
    with vhost_of_theirs(way, url) as theirs, tls.terminator(urlsplit(url).port or 5672) as port:
        parts = urlsplit(theirs)
        secure = parts._replace(
            scheme="amqps",
            netloc=f"{parts.netloc.rpartition('@')[0]}@localhost:{port}",
            query=f"cacertfile={tls.CERTIFICATE}",
        )
        with rabbitmq.start(tmp_path, secure.geturl()) as running:
            for _ in range(2):
                with running.lease(0) as lease, opened(lease) as env:
                    assert not OfRabbitMQ().holds(env)
                    many_kinds(env)
        with pytest.raises(MissingError, match="no broker answers at amqps://localhost"):
            with rabbitmq.start(tmp_path, secure._replace(query="").geturl()):
                pass
        with rabbitmq.start(tmp_path, secure._replace(query="verify=verify_none").geturl()):
            pass


URLS = {
    "amqp://h": ("amqp://h:5672", "/", "guest", "guest"),
    "amqp://h/": ("amqp://h:5672", "/", "guest", "guest"),
    "amqp://h//": ("amqp://h:5672", "/", "guest", "guest"),
    "amqp://h/%2F": ("amqp://h:5672", "/", "guest", "guest"),
    "amqp://h/docs": ("amqp://h:5672", "docs", "guest", "guest"),
    "amqp://h//docs": ("amqp://h:5672", "/docs", "guest", "guest"),
    "amqp://u:p%40@h:5/a%2Fb?x=y#z": ("amqp://h:5", "a/b", "u", "p@"),
    "amqps://u@h": ("amqps://h:5671", "/", "u", "guest"),
    "amqp://[::1]:7/v": ("amqp://[::1]:7", "v", "guest", "guest"),
}


@pytest.mark.parametrize(("url", "read"), URLS.items(), ids=URLS)
def test_urls(url, read):
    host, vhost = rabbitmq._read(url)
    assert (host.label, vhost.name, vhost.user, vhost.password) == read


@pytest.mark.parametrize(
    "url", ["redis://h/", "amqp://u:secret@h:port/", "amqps://u:secret@h/?cacertfile=/nowhere.pem"]
)
def test_wrong_urls(url, tmp_path):
    with pytest.raises(UsageError) as error, rabbitmq.start(tmp_path, url):
        pass
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "said", "api"),
    [
        ("amqp://u:p@h/", None, "http://h:15672"),
        ("amqps://u:p@h/", None, "https://h:15671"),
        ("amqp://u:p@[::1]/", None, "http://::1:15672"),
        ("amqp://u:p@h/", "https://api.h/rabbit/api/", "https://api.h:443/rabbit"),
        ("amqp://u:p@h/", "http://a:b@api:8080", "http://api:8080"),
    ],
)
def test_where_the_management_api_is(url, said, api, monkeypatch):
    if said:
        monkeypatch.setenv(rabbitmq.MANAGEMENT, said)
    else:
        monkeypatch.delenv(rabbitmq.MANAGEMENT, raising=False)
    way = rabbitmq._management(*rabbitmq._read(url))
    assert str(way) == f"the management API at {api}"
    assert way.user == ("a" if said and "a:b" in said else "u")


def test_a_host_that_does_not_answer_is_waited_for_no_longer_than_said(tmp_path, monkeypatch):
    monkeypatch.setattr(rabbitmq, "CONNECT_LIMIT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        began = time.monotonic()
        with (
            pytest.raises(MissingError, match="no broker answers"),
            rabbitmq.start(tmp_path, f"amqp://127.0.0.1:{port}"),
        ):
            pass
        assert time.monotonic() - began < 5


def test_what_is_no_rabbitmq(tmp_path):
    with tls.terminator(1) as port:
        with pytest.raises(MissingError, match=f"no broker answers at amqp://127.0.0.1:{port}"):
            with rabbitmq.start(tmp_path, f"amqp://127.0.0.1:{port}"):
                pass
