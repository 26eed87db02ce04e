"""PostgreSQL: results in a database and by a role that each plan has for itself.

The server is one given by URL (`--service postgresql://USER@HOST/`), else one of our own, started from PostgreSQL's
programs on this machine.  Databases are made with `psql`, which comes with them.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import getpass
import os
import secrets
import shutil
import signal
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from harness.errors import MissingError, UsageError
from harness.interfaces import Door, Lease, RunningService
from harness.services import _servers

name = "postgresql"
role: Literal["broker", "extra"] = "extra"
purpose = "results in a PostgreSQL database"
requires = ("celery[sqlalchemy]", "sqlalchemy", "psycopg2-binary")

#: Where distributions keep the programs that are not on PATH: patterns below the root directory.
FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)
#: What roles and databases of ours are called, before numbers of the database, the run and the plan.
PREFIX = "doc_harness"
START_LIMIT = 20.0
ANSWER_LIMIT = 20.0
#: Connections that a plan may have: its client's, its worker's processes'.
CONNECTIONS = 8


def program(title: str) -> Path | None:
    """One of PostgreSQL's programs, of the newest version where there are several."""
    found = [path for pattern in FOLDERS for path in Path("/").glob(f"{pattern}/{title}")]
    if found:
        return max(found, key=_version)
    # Last: on PATH is what chooses between versions, and takes its time for it.
    on_path = shutil.which(title)
    return Path(on_path) if on_path else None


def startable() -> str:
    """Why no server of our own can be started here; "" when one can."""
    missing = [title for title in ("postgres", "initdb", "psql") if program(title) is None]
    if missing:
        return f"no {', '.join(missing)} on PATH or in /usr/lib/postgresql; give --service postgresql://USER@HOST/"
    if os.geteuid() == 0:
        return "PostgreSQL does not run as root; run as another user, or give --service postgresql://USER@HOST/"
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A server in use, by a run that has a number."""

    url: str  # with credentials and the database in which commands are given
    run: int
    slots: int

    @property
    def label(self) -> str:
        """The URL without user and password."""
        return _label(self.url)

    def address(self) -> str:
        """URL, number and slots, for another process of ours."""
        return f"{self.run}:{self.slots}:{self.url}"

    @contextlib.contextmanager
    def lease(self, slot: int) -> Iterator[Lease]:
        """A database of a role that may do nothing else.  Raises MissingError when the server does not make one."""
        own, password = f"{_prefix(self.url)}{self.run}_{secrets.token_hex(4)}", secrets.token_hex(16)
        try:
            _told(
                self.url,
                f"CREATE ROLE {own} LOGIN PASSWORD '{password}' CONNECTION LIMIT {CONNECTIONS}",
                f"GRANT {own} TO CURRENT_USER",
                f"CREATE DATABASE {own} OWNER {own} TEMPLATE template0",
                f"REVOKE ALL ON DATABASE {own} FROM PUBLIC",
            )
            url = f"db+postgresql+psycopg2://{own}:{password}@127.0.0.1:{{{name}}}/{own}{_options(self.url)}"
            yield Lease(
                env={"CELERY_RESULT_BACKEND": url},
                label=self.label,
                doors={name: Door(connect=functools.partial(_connected, self.url))},
                secrets=_secrets(self.url),
            )
        finally:
            with contextlib.suppress(MissingError):
                _drop(self.url, own)


def connect(address: str) -> RunningService:
    """The server that another process of ours uses."""
    run, slots, url = address.split(":", 2)
    return Server(url=url, run=int(run), slots=int(slots))


@contextlib.contextmanager
def start(directory: Path, url: str | None) -> Iterator[RunningService]:
    """Use the server at `url`, or start one of our own that ends with the block.

    Raises UsageError for a URL that is none of PostgreSQL, MissingError when nothing answers there, when the user may
    not make roles and databases, or when no server can be started.
    """
    if url is not None:
        with _used(_normal(url)) as server:
            yield server
        return
    if problem := startable():
        raise MissingError(f"{name}: {problem}")
    process, own = _launch(directory)
    try:
        with _used(own) as server:
            yield server
    finally:
        process.send_signal(signal.SIGQUIT)  # its processes with it, at once
        process.wait()


@contextlib.contextmanager
def _used(url: str) -> Iterator[Server]:
    """The server at a URL, with a number that is ours while we live, and without what killed runs have left."""
    if program("psql") is None:
        raise MissingError(f"{name}: no psql on PATH or in /usr/lib/postgresql: databases are made with it")
    prefix = _prefix(url)
    limit, *found = _told(
        url,
        "SHOW max_connections",
        f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')",
        f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{prefix}')",
    )
    for left in dict.fromkeys(found):
        number = int(left.removeprefix(prefix).partition("_")[0])
        # A run has a lock as long as it lives.
        if _told(url, f"SELECT pg_try_advisory_lock({_key(number)})") == ["t"]:
            with contextlib.suppress(MissingError):  # somebody else's, whom we may not touch
                _drop(url, left)
    server = Server(url=url, run=secrets.randbelow(10**9), slots=max(1, int(limit) // CONNECTIONS - 2))
    with _locked(url, server.run):
        with server.lease(0):
            pass  # what this user may not do is said now, and not plan by plan
        yield server


@contextlib.contextmanager
def _locked(url: str, run: int) -> Iterator[None]:
    """A session that holds the run's lock until the block ends, or we do: its input closes then."""
    command, environment = _session(url)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as session:
        assert session.stdin is not None and session.stdout is not None
        try:
            session.stdin.write(f"SELECT pg_advisory_lock({_key(run)});\n")
            session.stdin.flush()
            session.stdout.readline()
            yield
        finally:
            session.stdin.close()


def _prefix(url: str) -> str:
    """What databases and roles made at this URL begin with.  Locks are a database's: so are they."""
    return f"{PREFIX}_{zlib.crc32(urlsplit(url).path.encode())}_"


def _key(run: int) -> int:
    """A number for the lock of a run that nobody else's locks have."""
    return zlib.crc32(PREFIX.encode()) << 30 | run


def _drop(url: str, own: str) -> None:
    """Remove a plan's database and role, and whoever is still in it."""
    _told(
        url,
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own}'",
        f"DROP DATABASE IF EXISTS {own}",
        f"DROP ROLE IF EXISTS {own}",
    )


def _told(url: str, *statements: str) -> list[str]:
    """What the statements answer, a line a row.  Raises MissingError with what the server says."""
    command, environment = _session(url)
    text = "".join(f"{statement};\n" for statement in statements)
    try:
        done = subprocess.run(
            command, env=environment, input=text, capture_output=True, text=True, timeout=ANSWER_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"{_label(url)} does not answer") from None
    if done.returncode:
        said = " ".join(done.stderr.split()).removeprefix("psql: error: ")
        raise MissingError(f"{_label(url)} cannot be used for {purpose}: {said}")
    return done.stdout.split()


def _session(url: str) -> tuple[Sequence[str], dict[str, str]]:
    """psql's command line and environment: the password is in the latter, where nobody else reads it."""
    parts = urlsplit(url)
    bare = _url(_without_password(parts.netloc), parts.path, parts.query)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"PGCONNECT_TIMEOUT": "5", "PGPASSWORD": unquote(parts.password or "")}
    return [str(program("psql")), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", bare], environment


async def _connected(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection as it is: client and server settle credentials and TLS between them.  Raises OSError."""
    host, port = _host(url)
    if host.startswith("/"):
        return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
    return await asyncio.open_connection(host, port)


def _host(url: str) -> tuple[str, int]:
    """Host (a directory for a Unix socket) and port."""
    parts, options = urlsplit(url), parse_qs(urlsplit(url).query)
    host = unquote(parts.hostname or "") or options.get("host", [""])[-1] or "localhost"
    return host, parts.port or int(options.get("port", ["5432"])[-1])


def _options(url: str) -> str:
    """How a plan's client secures its connection.  It sees our door, whose name is in no certificate."""
    mode = parse_qs(urlsplit(url).query).get("sslmode", [""])[-1]
    return f"?sslmode={'require' if mode.startswith('verify') else mode}" if mode else ""


def _normal(url: str) -> str:
    """The URL with a database.  Raises UsageError."""
    parts = urlsplit(url)
    try:
        host, _ = _host(url)
    except ValueError as error:
        raise UsageError(f"--service {_label(url)}: {error}") from None
    if parts.scheme not in ("postgresql", "postgres") or "," in host:
        raise UsageError(f"--service {_label(url)}: expected postgresql://USER@HOST:PORT/DATABASE")
    return _url(parts.netloc, parts.path.strip("/") or "postgres", parts.query)


def _launch(directory: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server that only our user can reach, at a socket in a folder of ours; its URL."""
    data, folder = directory / "data", directory / "socket"
    folder.mkdir(parents=True)
    user = getpass.getuser()
    made = subprocess.run(
        [str(program("initdb")), "-D", str(data), "-A", "trust", "-U", user, "-E", "UTF8", "--no-locale", "--no-sync"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise MissingError(f"{name}: initdb fails: {' '.join(made.stderr.split())[-300:]}")
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "unix_socket_permissions": "0700",
        "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
        "logging_collector": "off",
    }  # fmt: skip
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    url = f"postgresql://{quote(user)}@/postgres?{urlencode({'host': str(folder)})}"

    def answers() -> bool:
        with contextlib.suppress(MissingError):
            _told(url, "SELECT 1")
            return True
        return False

    command = [str(program("postgres")), "-D", str(data), *options]
    return _servers.launch(f"{name}: the server", command, directory, answers=answers, limit=START_LIMIT), url


def _version(path: Path) -> tuple[int, ...]:
    """The numbers in a program's path."""
    return tuple(int(number) for number in "".join(c if c.isdigit() else " " for c in str(path)).split())


def _secrets(url: str) -> tuple[str, ...]:
    password = urlsplit(url).password
    return tuple(dict.fromkeys((password, unquote(password)))) if password else ()


def _without_password(netloc: str) -> str:
    credentials, at, host = netloc.rpartition("@")
    return f"{credentials.partition(':')[0]}{at}{host}"


def _label(url: str) -> str:
    """The URL without user and password."""
    parts = urlsplit(url)
    return _url(parts.netloc.rpartition("@")[2], parts.path, "")


def _url(netloc: str, path: str, query: str) -> str:
    """A URL of PostgreSQL's, in which the host may be in the query."""
    return f"postgresql://{netloc}/{path.strip('/')}{'?' if query else ''}{query}"
