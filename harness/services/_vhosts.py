"""Ways to make virtual hosts of RabbitMQ and to remove them: its management API, or `rabbitmqctl` on its own machine.

The names say which process made a vhost, so that what a killed run has left is found, and removed, by a later one.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import secrets
import socket
import ssl
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from harness import lifeline

#: What a plan may take of the broker: one that asks for more gets errors, and the broker stays as it is.
LIMITS = {"max-queues": 1000, "max-connections": 500}
QUEUE_BYTES = 256 << 20

#: Seconds for one call.
LIMIT = 60.0
#: Seconds after which a vhost that another machine made is taken to be left behind.
DAY = 86400

_NAME = re.compile(r"doc-harness-([0-9a-f]{8})-(\d{7,})-([0-9a-f]{8})-\d{2,}")


#: For `rabbitmqctl eval`: users first, as in `Management.remove`; what is not there is thrown, and is as it should be.
_REMOVE = """
Names = [%s],
Gone = fun(Remove) -> try Remove() catch throw:_ -> ok end end,
lists:foreach(fun(N) -> Gone(fun() -> rabbit_auth_backend_internal:delete_user(N, <<"harness">>) end) end, Names),
lists:foreach(fun(N) -> Gone(fun() -> rabbit_vhost:delete(N, <<"harness">>) end) end, Names),
[] = lists:filter(fun(N) -> rabbit_vhost:exists(N) end, Names).
""".replace("\n", " ").strip()


class RefusedError(Exception):
    """A way that is not open here; the text says why, without credentials."""


class Way(Protocol):
    """How vhosts, each with a user of its own and of its name, are made and removed.  All raise RefusedError."""

    def names(self) -> list[str]:
        """The vhosts that there are."""

    def make(self, vhosts: Iterable[str], password: str) -> None:
        """Make vhosts and their users, which all get the password."""

    def remove(self, vhosts: Sequence[str]) -> None:
        """Remove vhosts with all that is in them, and their users."""

    def to_json(self) -> dict[str, Any]:
        """For another process of ours; see `from_json`."""


def new_names(count: int) -> list[str]:
    """Names for vhosts of this process; all names are equally long, so that the broker cuts its messages alike."""
    start = f"doc-harness-{_machine()}-{os.getpid():07}-{int(time.time()):08x}"
    return [f"{start}-{number:02}" for number in range(count)]


def is_left(name: str) -> bool:
    """Whether the name is that of a vhost which a run has made that is no more."""
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    if match[1] != _machine():  # nobody here can tell whether that process lives
        return time.time() - int(match[3], 16) > DAY
    try:
        os.kill(int(match[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass
    return False


def _machine() -> str:
    """Of processes that see each other: the host, and on Linux the namespace of processes (a container's)."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return hashlib.sha256(f"{socket.gethostname()} {space}".encode()).hexdigest()[:8]


def _definitions(vhosts: Iterable[str], password: str) -> bytes:
    """RabbitMQ's own format for what it holds: one call makes everything.  The password is in it as a hash only."""
    salt = secrets.token_bytes(4)
    digest = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    made: dict[str, list[dict[str, Any]]] = {
        kind: [] for kind in ("vhosts", "users", "permissions", "parameters", "policies")
    }
    for name in vhosts:
        made["vhosts"].append({"name": name})
        made["users"].append(
            {"name": name, "password_hash": digest, "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": ""}
        )
        made["permissions"].append({"user": name, "vhost": name, "configure": ".*", "write": ".*", "read": ".*"})
        made["parameters"].append({"vhost": name, "component": "vhost-limits", "name": "limits", "value": LIMITS})
        made["policies"].append(
            {
                "vhost": name,
                "name": "bounded",
                "pattern": ".*",
                "apply-to": "queues",
                "priority": 0,
                "definition": {"max-length-bytes": QUEUE_BYTES, "overflow": "reject-publish"},
            }
        )
    return json.dumps(made).encode()


@dataclass(frozen=True, slots=True)
class Management:
    """The HTTP API of the management plugin, as a user who is an administrator."""

    host: str
    port: int
    tls: bool
    prefix: str  # of the path: "", or where a proxy has put it
    user: str
    password: str
    context: ssl.SSLContext | None = None

    def names(self) -> list[str]:
        tags = self._call("GET", "/api/whoami").get("tags", ())
        tags = tags.split(",") if isinstance(tags, str) else tags
        if "administrator" not in tags:
            raise RefusedError(f"{self}: its user is no administrator")
        return [vhost["name"] for vhost in self._call("GET", "/api/vhosts")]

    def make(self, vhosts: Iterable[str], password: str) -> None:
        self._call("POST", "/api/definitions", _definitions(vhosts, password))

    def remove(self, vhosts: Sequence[str]) -> None:
        # Users first: a vhost that is left stands for its user too, the other way round nobody would find the user.
        for kind in ("users", "vhosts"):
            for name in vhosts:
                self._call("DELETE", f"/api/{kind}/{quote(name, safe='')}", missing=True)

    def holds(self, vhost: str) -> list[str]:
        """Names of the queues, and of the exchanges that are not the broker's own, in a vhost."""
        found = []
        for kind in ("queues", "exchanges"):
            items = self._call("GET", f"/api/{kind}/{quote(vhost, safe='')}")
            found += [item["name"] for item in items if item["name"] and not item["name"].startswith("amq.")]
        return found

    def to_json(self) -> dict[str, Any]:
        fields = ("host", "port", "tls", "prefix", "user", "password")
        return {"management": {name: getattr(self, name) for name in fields}}

    def _call(self, verb: str, path: str, body: bytes | None = None, *, missing: bool = False) -> Any:
        if self.tls:
            link: http.client.HTTPConnection = http.client.HTTPSConnection(
                self.host, self.port, timeout=LIMIT, context=self.context
            )
        else:
            link = http.client.HTTPConnection(self.host, self.port, timeout=LIMIT)
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        try:
            link.request(
                verb,
                self.prefix + path,
                body,
                {"Authorization": f"Basic {login}", "Content-Type": "application/json"},
            )
            reply = link.getresponse()
            data = reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise RefusedError(f"{self} does not answer ({error})") from None
        finally:
            link.close()
        if reply.status >= 300 and not (missing and reply.status == 404):
            raise RefusedError(f"{self} answers {reply.status} {reply.reason}")
        try:
            return json.loads(data) if data else {}
        except ValueError:
            raise RefusedError(f"{self} is no management API of RabbitMQ") from None

    def __str__(self) -> str:
        return f"the management API at http{'s' if self.tls else ''}://{self.host}:{self.port}{self.prefix}"


@dataclass(frozen=True, slots=True)
class Control:
    """`rabbitmqctl`, for a broker of this machine.  A call takes half a second of the processor: there are few."""

    program: Path

    def names(self) -> list[str]:
        return self._call("list_vhosts", "name", "--no-table-headers").split()

    def make(self, vhosts: Iterable[str], password: str) -> None:
        self._call("import_definitions", given=_definitions(vhosts, password))

    def remove(self, vhosts: Sequence[str]) -> None:
        if not all(_NAME.fullmatch(name) for name in vhosts):
            raise RefusedError("rabbitmqctl: only vhosts of the harness are removed")
        names = ",".join(f'<<"{name}">>' for name in vhosts)
        try:  # all in one call
            self._call("eval", _REMOVE % names)
        except RefusedError:  # the inside of another version
            there = self.names()
            for name in vhosts:
                if name in there:
                    self._call("delete_user", name)
                    self._call("delete_vhost", name)

    def to_json(self) -> dict[str, Any]:
        return {"rabbitmqctl": str(self.program)}

    def _call(self, *words: str, given: bytes | None = None) -> str:
        command = lifeline.bound([str(self.program), "--quiet", *words], family=True)
        try:
            with subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C ends us, and we remove what we made
            ) as running:
                try:
                    output, errors = running.communicate(given, LIMIT)
                except BaseException:
                    running.terminate()
                    raise
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RefusedError(f"rabbitmqctl: {error}") from None
        if running.returncode:
            told = (errors or output).decode(errors="replace").strip().splitlines() or ["no output"]
            raise RefusedError(f"rabbitmqctl {words[0]} fails: {told[0]}")
        return output.decode(errors="replace")

    def __str__(self) -> str:
        return "rabbitmqctl"


def from_json(data: Mapping[str, Any], context: ssl.SSLContext | None) -> Way | None:
    """The way that another process of ours told of."""
    if "management" in data:
        return Management(**data["management"], context=context)
    if "rabbitmqctl" in data:
        return Control(Path(data["rabbitmqctl"]))
    return None
