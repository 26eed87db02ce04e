"""RabbitMQ: a server given by URL or the one of this machine; a virtual host a plan.

Vhosts are made once a run, as many as plans can run at a time, each with a user who has rights on it and on nothing
else, and are removed when the run ends.  Between two plans a vhost is emptied: the guard of the plan's connections has
seen every queue and exchange that was declared, and these are deleted one by one, which takes milliseconds where a
vhost takes a second; only when that fails is it made anew.  Who may not make vhosts gives one that is empty.

Plans know neither names nor passwords: they see guest, and the vhost "/" (see `_amqp`).
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import json
import os
import secrets
import shutil
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, quote, unquote, urlsplit

import amqp  # type: ignore[import-untyped]
from amqp.exceptions import (  # type: ignore[import-untyped]
    AccessRefused,
    AMQPError,
    NotAllowed,
    NotFound,
    ResourceLocked,
)

from harness import caches
from harness.errors import MissingError, UsageError
from harness.interfaces import Door, Lease, RunningService
from harness.services import _amqp, _tls, _upstream, _vhosts

name = "rabbitmq"
role: Literal["broker", "extra"] = "broker"
purpose = "the broker of Celery's AMQP transport"
requires: tuple[str, ...] = ()

DEFAULT = "amqp://guest:guest@127.0.0.1:5672//"
#: URL of the management API, when it is not where RabbitMQ has it by default.
MANAGEMENT = "DOC_HARNESS_RABBITMQ_MANAGEMENT"

#: Vhosts of a run: more plans at a time are of no use, and sixteen cost as much as one.
VHOSTS = max(16, 4 * caches.cores())
CONNECT_LIMIT = 10.0
#: Seconds for a queue that belongs to a connection to go with it.
PATIENCE = 2.0

#: What every worker and every client declares: where one of these is, somebody is at work.
USUAL_QUEUES = ("celery",)
USUAL_EXCHANGES = ("celery", "celeryev", "celery.pidbox", "reply.celery.pidbox")


@dataclass(frozen=True, slots=True)
class Host:
    """A broker, by its URL without user, password and vhost."""

    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or "localhost"

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (5671 if self.tls else 5672)

    @property
    def tls(self) -> bool:
        return urlsplit(self.url).scheme == "amqps"

    @property
    def label(self) -> str:
        """For reports."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{urlsplit(self.url).scheme}://{host}:{self.port}"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def options(self) -> dict[str, str]:
        """Of the URL: how TLS is made (cacertfile, certfile, keyfile, verify), as RabbitMQ's clients have it."""
        return {key: values[-1] for key, values in parse_qs(urlsplit(self.url).query).items()}

    def context(self) -> ssl.SSLContext | None:
        """TLS for amqps://.  Raises UsageError."""
        if not self.tls:
            return None
        options = self.options()
        return _tls.context(
            ca=options.get("cacertfile"),
            certificate=options.get("certfile"),
            key=options.get("keyfile"),
            verify=options.get("verify") != "verify_none",
            hostname=True,
        )

    def connect(self, vhost: str, user: str, password: str) -> amqp.Connection:
        """A connection of the harness's own.

        Raises MissingError when no RabbitMQ answers, AccessRefused for a wrong password, NotAllowed for a vhost.
        """
        options, verify = self.options(), self.options().get("verify") != "verify_none"
        tls = {
            "ca_certs": options.get("cacertfile"),
            "certfile": options.get("certfile"),
            "keyfile": options.get("keyfile"),
            "cert_reqs": ssl.CERT_REQUIRED if verify else ssl.CERT_NONE,
            "server_hostname": self.host if verify else None,
        }
        connection = amqp.Connection(
            self.label.partition("://")[2],
            userid=user,
            password=password,
            virtual_host=vhost,
            connect_timeout=CONNECT_LIMIT,
            read_timeout=CONNECT_LIMIT,
            write_timeout=CONNECT_LIMIT,
            ssl=tls if self.tls else False,
        )
        try:
            connection.connect()
        except (AccessRefused, NotAllowed):
            connection.collect()
            raise
        except (OSError, AMQPError) as error:
            connection.collect()
            raise MissingError(f"no broker answers at {self.label}: {error or type(error).__name__}") from None
        return connection


@dataclass(frozen=True, slots=True)
class Vhost:
    """A virtual host, and who may use it."""

    name: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Server:
    """A broker in use.  Each of `vhosts` is one plan's at a time."""

    host: Host
    label: str
    vhosts: tuple[Vhost, ...]
    way: Mapping[str, Any] = field(hash=False)  # how a vhost is made anew; empty when it cannot be
    marks: Path  # a file a vhost that is in use, or was not left empty

    @property
    def slots(self) -> int:
        """How many plans can run at a time."""
        return len(self.vhosts)

    def address(self) -> str:
        """All of it, for another process of ours."""
        return json.dumps(
            {
                "url": self.host.url,
                "label": self.label,
                "vhosts": [[vhost.name, vhost.user, vhost.password] for vhost in self.vhosts],
                "way": self.way,
                "marks": str(self.marks),
            }
        )

    @contextlib.contextmanager
    def lease(self, slot: int) -> Iterator[Lease]:
        """One of the vhosts, empty before and after.

        Raises MissingError when the broker is gone, or the vhost cannot be made empty.
        """
        vhost = self.vhosts[slot % len(self.vhosts)]
        mark = self.marks / quote(vhost.name, safe="")
        if mark.exists():
            self._renew(vhost)
        self._connect(vhost).close()
        mark.touch()
        ledger, connections = _amqp.Ledger(), _upstream.Connections()
        door = Door(
            connect=functools.partial(connections.open, self.host.host, self.host.port, self.host.context()),
            guard=functools.partial(_amqp.Guard, vhost.name, vhost.user, vhost.password, ledger),
        )
        try:
            yield Lease(
                env={"CELERY_BROKER_URL": f"amqp://{_amqp.USER}:{_amqp.PASSWORD}@127.0.0.1:{{rabbitmq}}//"},
                label=self.label,
                doors={"rabbitmq": door},
                secrets=tuple(dict.fromkeys((vhost.password, quote(vhost.password, safe="")))),
            )
        finally:
            if connections.are_over() and ledger.whole and self._empty(vhost, ledger):
                mark.unlink(missing_ok=True)

    def _connect(self, vhost: Vhost) -> amqp.Connection:
        try:
            return self.host.connect(vhost.name, vhost.user, vhost.password)
        except (AccessRefused, NotAllowed) as error:
            raise MissingError(f"the broker {self.label} does not let the harness in any more: {error}") from None

    def _empty(self, vhost: Vhost, ledger: _amqp.Ledger) -> bool:
        """Delete what was declared; whether all of it is gone."""
        if not ledger.queues and not ledger.exchanges:
            return True
        try:
            with self._connect(vhost) as connection:
                for queue in ledger.queues:
                    _delete_queue(connection, queue)
                channel = connection.channel()
                for exchange in ledger.exchanges:
                    if not exchange.startswith("amq."):
                        channel.exchange_delete(exchange)
        except (MissingError, OSError, AMQPError):
            return False
        return True

    def _renew(self, vhost: Vhost) -> None:
        with contextlib.suppress(AccessRefused, NotAllowed):  # that is to be mended; a broker that is gone is not
            self.host.connect(vhost.name, vhost.user, vhost.password).close()
        way = _vhosts.from_json(self.way, self.host.context())
        if way is None:
            raise MissingError(
                f"the virtual host {vhost.name} of the broker {self.label} could not be emptied after a plan"
            )
        try:
            way.remove([vhost.name])
            way.make([vhost.name], vhost.password)
        except _vhosts.RefusedError as error:
            raise MissingError(f"the broker {self.label} gives no virtual host any more: {error}") from None


def _delete_queue(connection: amqp.Connection, queue: str) -> None:
    """Raises AMQPError, ResourceLocked when a connection keeps the queue to itself for longer than it should."""
    deadline = time.monotonic() + PATIENCE
    while True:
        channel = connection.channel()
        try:
            channel.queue_delete(queue)
        except ResourceLocked:  # it has ended, and its queues are about to
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            channel.close()
            return


def connect(address: str) -> RunningService:
    """The broker that another process of ours uses."""
    data = json.loads(address)
    return Server(
        host=Host(data["url"]),
        label=data["label"],
        vhosts=tuple(Vhost(*fields) for fields in data["vhosts"]),
        way=data["way"],
        marks=Path(data["marks"]),
    )


@contextlib.contextmanager
def start(directory: Path, url: str | None) -> Iterator[RunningService]:
    """Use the broker at `url`, or the one of this machine, and make vhosts for plans there.

    Raises UsageError for a URL that is none of RabbitMQ, MissingError when no broker answers there, or it gives no
    vhost: by its management API (where `DOC_HARNESS_RABBITMQ_MANAGEMENT` says, else at its usual port), by
    `rabbitmqctl` on this machine, or by the URL naming one that is empty.
    """
    host, given = _read(url or DEFAULT)
    directory.mkdir(parents=True, exist_ok=True)
    refusal = _refusal(host, given)
    if refusal is not None and url is not None:
        raise MissingError(f"the broker at {host.label} refuses the user or the password: {refusal}")
    reasons = [] if refusal is None else [f"the user guest is refused ({refusal})"]
    with contextlib.ExitStack() as stack:
        for way in _ways(host, given, reasons):
            try:
                yield stack.enter_context(_pool(host, way, directory))
            except _vhosts.RefusedError as error:
                reasons.append(str(error))
            else:
                return
        if given.name == _amqp.VHOST:
            raise MissingError(_no_way(host, [*reasons, "the URL names no virtual host of its own"]))
        yield _single(host, given, reasons, directory)


def _read(url: str) -> tuple[Host, Vhost]:
    """The broker, and what the URL says of vhost, user and password.  Raises UsageError."""
    parts = urlsplit(url)
    if parts.scheme not in ("amqp", "amqps"):
        raise UsageError(f"--broker {parts.scheme}://…: not an amqp:// URL")
    place = parts.netloc.rpartition("@")[2]
    try:
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"--broker {parts.scheme}://{place}: {error}") from None
    host = Host(parts._replace(netloc=place, path="", fragment="").geturl())
    host.context()
    return host, Vhost(
        name=unquote(parts.path[1:]) or _amqp.VHOST,
        user=unquote(parts.username or _amqp.USER),
        password=unquote(parts.password or _amqp.PASSWORD),
    )


def _refusal(host: Host, given: Vhost) -> str | None:
    """Why the broker does not let the URL's user in, or None.  Raises MissingError when there is no broker."""
    try:
        host.connect(given.name, given.user, given.password).close()
    except AccessRefused as error:
        return str(error)
    except NotAllowed:  # the vhost: it is not wanted yet
        return None
    return None


def _ways(host: Host, given: Vhost, reasons: list[str]) -> Iterator[_vhosts.Way]:
    yield _management(host, given)
    program = shutil.which("rabbitmqctl")
    if not host.is_here:
        reasons.append("rabbitmqctl works only on the broker's own machine")
    elif program is None:
        reasons.append("rabbitmqctl is not on PATH")
    else:
        yield _vhosts.Control(Path(program))


def _management(host: Host, given: Vhost) -> _vhosts.Management:
    # A password that was given for TLS goes nowhere without it.
    scheme, port = ("https", 15671) if host.tls else ("http", 15672)
    name = f"[{host.host}]" if ":" in host.host else host.host
    url = os.environ.get(MANAGEMENT) or f"{scheme}://{name}:{port}"
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        raise UsageError(f"{MANAGEMENT}: not an http:// or https:// URL") from None
    return _vhosts.Management(
        host=parts.hostname or "localhost",
        port=port,
        tls=parts.scheme == "https",
        prefix=parts.path.rstrip("/").removesuffix("/api"),
        user=unquote(parts.username or given.user),
        password=unquote(parts.password or given.password),
        context=host.context(),
    )


@contextlib.contextmanager
def _pool(host: Host, way: _vhosts.Way, directory: Path) -> Iterator[Server]:
    """A server with vhosts of the run's own, which end with the block.  Raises RefusedError before it begins."""
    left = [item for item in way.names() if _vhosts.is_left(item)]
    if left:
        way.remove(left)
    names, password = _vhosts.new_names(VHOSTS), secrets.token_hex(16)
    try:
        way.make(names, password)
        try:
            host.connect(names[0], names[0], password).close()
        except (AccessRefused, NotAllowed):
            raise _vhosts.RefusedError(f"{way} is that of another broker") from None
        yield Server(
            host=host,
            label=host.label,
            vhosts=tuple(Vhost(item, item, password) for item in names),
            way=way.to_json(),
            marks=directory,
        )
    finally:
        with contextlib.suppress(_vhosts.RefusedError):  # the next run removes them
            way.remove(names)


def _single(host: Host, given: Vhost, reasons: list[str], directory: Path) -> Server:
    """A server with the vhost that the URL names.  Raises MissingError when it is not there or not empty."""
    label = f"{host.label}/{quote(given.name, safe='')}"
    try:
        connection = host.connect(given.name, given.user, given.password)
    except (AccessRefused, NotAllowed) as error:
        raise MissingError(_no_way(host, [*reasons, str(error)])) from None
    with connection:
        found = _found(connection)
    with contextlib.suppress(_vhosts.RefusedError):
        found += _management(host, given).holds(given.name)
    if found:
        raise MissingError(
            f"the virtual host {label} is in use by somebody else (it has {', '.join(sorted(set(found))[:3])});"
            " the harness only uses virtual hosts that it found empty"
        )
    return Server(host=host, label=label, vhosts=(given,), way={}, marks=directory)


def _found(connection: amqp.Connection) -> list[str]:
    """Of the usual queues and exchanges those that are there: AMQP cannot list them.

    Raises MissingError when the user may not declare any.
    """
    found = []
    for queue in USUAL_QUEUES:
        with contextlib.suppress(NotFound):
            connection.channel().queue_declare(queue, passive=True)
            found.append(queue)
    for exchange in USUAL_EXCHANGES:
        with contextlib.suppress(NotFound):
            connection.channel().exchange_declare(exchange, "direct", passive=True)
            found.append(exchange)
    trial = f"doc-harness-{secrets.token_hex(8)}"
    try:
        channel = connection.channel()
        channel.queue_declare(trial, exclusive=True)
        channel.queue_delete(trial)
    except AccessRefused as error:
        raise MissingError(f"the broker's user lacks rights on the virtual host: {error}") from None
    return found


def _no_way(host: Host, reasons: list[str]) -> str:
    return (
        f"the broker at {host.label} gives no virtual host to plans: {'; '.join(reasons)}. One of three is needed:"
        " its management plugin and --broker with the URL of an administrator; rabbitmqctl on this machine;"
        f" or an empty virtual host: --broker {host.url.partition('://')[0]}://USER:PASSWORD@HOST:PORT/VHOST"
    )
