"""Amazon's services as moto plays them: one server for all plans of a run, an account a plan.

The server is a process of its own, of the harness's environment (`pip install 'celery-doc-harness[aws]'`).  A plan's
key belongs to an account that nobody else has: queues and tables of two plans may have one name.  Buckets' names are
everybody's, with moto as with Amazon; the plan's own is in its environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.util
import secrets
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from harness.errors import MissingError, UsageError
from harness.interfaces import Door, Lease, RunningService
from harness.services import _servers
from harness.services._packages import UNLIMITED

#: Name of the door: services that a plan has together share it.
DOOR = "moto"
REGION = "us-east-1"
START_LIMIT = 20.0
ANSWER_LIMIT = 10.0
NO_MOTO = "moto's server is not installed; install it with `pip install 'celery-doc-harness[aws]'`"

#: A queue as kombu makes it.
QUEUE = {"Version": "2012-11-05", "Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "1800"}
#: What there is no environment variable for: read by applications that are configured by nothing else.
SETTINGS = """\
import os

s3_bucket = os.environ["S3_BUCKET"]
s3_endpoint_url = dynamodb_endpoint_url = os.environ["AWS_ENDPOINT_URL"]
"""


def installed() -> bool:
    """Whether the harness's environment has what the server needs."""
    return all(importlib.util.find_spec(name) for name in ("moto", "flask", "flask_cors"))


class _Shared:
    """The server of this process, and how many services use it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.users = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @contextlib.contextmanager
    def used(self, directory: Path) -> Iterator[int]:
        """The port of the server, which is started by its first user and ends with its last."""
        with self.lock:
            if self.process is None:
                self.process, self.port = _launch(directory)
            self.users += 1
        try:
            yield self.port
        finally:
            with self.lock:
                self.users -= 1
                if not self.users and self.process is not None:
                    self.process.kill()
                    self.process.wait()
                    self.process = None


_shared = _Shared()


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One of the services, and its running self when it has a port.

    `env` is what Celery is told by: in its values "{key}" and "{secret}" stand for the plan's credentials.
    """

    name: str
    env: Mapping[str, str]
    queues: tuple[str, ...] = ()  # that a lease has from the beginning
    port: int = 0

    @property
    def label(self) -> str:
        """The service's name."""
        return self.name

    @property
    def slots(self) -> int:
        """There are more accounts than plans."""
        return UNLIMITED

    @contextlib.contextmanager
    def start(self, directory: Path, url: str | None) -> Iterator[RunningService]:
        """Start the server, or use the one that another service has started.

        Raises UsageError for a URL (nobody's account is used), MissingError when moto is not there or does not start.
        """
        if url is not None:
            raise UsageError(f"--service {self.name}: it is played by moto's server, and has no URL")
        if not installed():
            raise MissingError(f"{self.name}: {NO_MOTO}")
        with _shared.used(directory) as port:
            yield replace(self, port=port)

    def connect(self, address: str) -> RunningService:
        """The service at the port that another process of ours has told."""
        return replace(self, port=int(address))

    def address(self) -> str:
        """The server's port."""
        return str(self.port)

    @contextlib.contextmanager
    def lease(self, slot: int) -> Iterator[Lease]:
        """An account, and a bucket in it.  Raises MissingError when the server is gone."""
        account = str(10**11 + secrets.randbelow(9 * 10**11))
        try:
            key, secret = _credentials(self.port, account)
            bucket = f"results-{account}"
            _asked(self.port, "s3", key, path=f"/{bucket}", method="PUT")
            for queue in self.queues:
                _asked(self.port, "sqs", key, form={"Action": "CreateQueue", "QueueName": queue, **QUEUE})
        except (OSError, ElementTree.ParseError) as error:
            raise MissingError(f"{self.name}: moto's server went away: {error}") from None
        own = {name: value.replace("{key}", key).replace("{secret}", secret) for name, value in self.env.items()}
        yield Lease(
            env={
                "AWS_ACCESS_KEY_ID": key,
                "AWS_SECRET_ACCESS_KEY": urllib.parse.unquote(secret),
                "AWS_DEFAULT_REGION": REGION,
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{{{DOOR}}}",
                "AWS_EC2_METADATA_DISABLED": "true",
                "S3_BUCKET": bucket,
                "CELERY_CONFIG_MODULE": "aws_settings",
                **own,
            },
            label=self.name,
            doors={DOOR: Door(connect=functools.partial(asyncio.open_connection, "127.0.0.1", self.port))},
            files={"aws_settings.py": SETTINGS},
        )


def _launch(directory: Path) -> tuple[subprocess.Popen[bytes], int]:
    port = _servers.free_port()

    def answers() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    return _servers.launch("moto's server", command, directory, answers=answers, limit=START_LIMIT), port


def _credentials(port: int, account: str) -> tuple[str, str]:
    """Key and secret of a user of the account, the secret as it stands in a URL."""
    role = {"Action": "AssumeRole", "RoleArn": f"arn:aws:iam::{account}:role/plan", "RoleSessionName": "plan"}
    passing = _text(_asked(port, "sts", "AKIAIOSFODNN7EXAMPLE", form={"Version": "2011-06-15", **role}), "AccessKeyId")
    version = {"Version": "2010-05-08", "UserName": "plan"}
    _asked(port, "iam", passing, form={"Action": "CreateUser", **version})
    made = _asked(port, "iam", passing, form={"Action": "CreateAccessKey", **version})
    return _text(made, "AccessKeyId"), urllib.parse.quote(_text(made, "SecretAccessKey"), safe="")


def _asked(
    port: int, service: str, key: str, *, path: str = "/", method: str = "POST", form: Mapping[str, str] | None = None
) -> bytes:
    """The server's answer to a request of one of Amazon's services.  It looks at who asks, not at signatures."""
    who = f"AWS4-HMAC-SHA256 Credential={key}/20300101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=0"
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=urllib.parse.urlencode(form).encode() if form else b"",
        headers={"Authorization": who, "X-Amz-Date": "20300101T000000Z"},
        method=method,
    )
    # A proxy of the user's has no part in this.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=ANSWER_LIMIT) as answer:
        data: bytes = answer.read()
    return data


def _text(answer: bytes, tag: str) -> str:
    """The text of an answer's first element of that name, whatever its namespace."""
    for element in ElementTree.fromstring(answer).iter():
        if element.tag.rpartition("}")[2] == tag and element.text:
            return element.text
    raise OSError(f"no {tag} in moto's answer")
