"""The brokers that the tests can have, each with what a plan would do on it.

RabbitMQ, and a Redis that is not ours, are where DOC_HARNESS_TEST_RABBITMQ and DOC_HARNESS_TEST_REDIS say.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import amqp
import pytest
import valkey

from harness.interfaces import Door, Service
from harness.services import rabbitmq, redis
from tests.services.doors import port_of

RABBITMQ, REDIS = "DOC_HARNESS_TEST_RABBITMQ", "DOC_HARNESS_TEST_REDIS"


def given(variable: str) -> str:
    """The URL in an environment variable; without it the test is skipped."""
    if url := os.environ.get(variable):
        return url
    pytest.skip(f"{variable} names no server")


class Use(Protocol):
    """What a plan does on a broker."""

    def put(self, env: Mapping[str, str]) -> None:
        """Leave something there that Celery would."""

    def holds(self, env: Mapping[str, str]) -> bool:
        """Whether that is there."""

    def remove(self, env: Mapping[str, str], url: str) -> None:
        """Do what the harness could not, because the broker was out of its reach."""


class OfRedis:
    def put(self, env: Mapping[str, str]) -> None:
        client = valkey.Valkey.from_url(env["CELERY_BROKER_URL"])
        client.lpush("celery", "{}")
        client.sadd("_kombu.binding.celery", "celery\x06\x16\x06\x16celery")
        client.set("celery-task-meta-1", "{}")

    def holds(self, env: Mapping[str, str]) -> bool:
        return bool(valkey.Valkey.from_url(env["CELERY_BROKER_URL"]).dbsize())

    def remove(self, env: Mapping[str, str], url: str) -> None:
        database = urlsplit(env["CELERY_BROKER_URL"]).path
        valkey.Valkey.from_url(url.rstrip("/") + database).delete(
            "celery", "_kombu.binding.celery", "celery-task-meta-1"
        )


class OfRabbitMQ:
    def put(self, env: Mapping[str, str]) -> None:
        with client_of(env) as client:
            channel = client.channel()
            channel.exchange_declare("celery", "direct", durable=True, auto_delete=False)
            channel.queue_declare("celery", durable=True, auto_delete=False)
            channel.queue_bind("celery", "celery", "celery")
            channel.basic_publish(amqp.Message("{}", delivery_mode=2), "celery", "celery")

    def holds(self, env: Mapping[str, str]) -> bool:
        return any(there(env, kind, "celery") for kind in ("queue", "exchange"))

    def remove(self, env: Mapping[str, str], url: str) -> None:
        pass  # it goes with the vhost


def client_of(env: Mapping[str, str]) -> amqp.Connection:
    """A client as kombu makes it."""
    parts = urlsplit(env["CELERY_BROKER_URL"])
    host = f"{parts.hostname}:{parts.port}"
    client = amqp.Connection(host, parts.username, parts.password, heartbeat=60, connect_timeout=5, read_timeout=20)
    client.connect()
    return client


def there(env: Mapping[str, str], kind: str, name: str) -> bool:
    """Whether a queue or an exchange is in the vhost."""
    with client_of(env) as client:
        try:
            if kind == "queue":
                client.channel().queue_declare(name, passive=True)
            else:
                client.channel().exchange_declare(name, "direct", passive=True)
        except amqp.NotFound:
            return False
        return True


@dataclass(frozen=True)
class Broker:
    """A member of the shelf, where it is, and how it is used."""

    service: Service
    url: str | None
    use: Use


@contextlib.contextmanager
def forwarded(url: str) -> Iterator[str]:
    """The same server at another port, where it dies when the block ends."""
    parts = urlsplit(url)
    assert parts.hostname is not None and parts.port is not None
    place = parts.hostname, parts.port
    with port_of(Door(connect=lambda: asyncio.open_connection(*place))) as port:
        user, at, _ = parts.netloc.rpartition("@")
        yield parts._replace(netloc=f"{user}{at}127.0.0.1:{port}").geturl()


@contextlib.contextmanager
def broker(kind: str, directory: Path) -> Iterator[Broker]:
    """One of KINDS."""
    if kind == "redis":
        yield Broker(redis, None, OfRedis())
    elif kind == "redis by URL":
        with redis.start(directory / "theirs", None) as theirs:
            yield Broker(redis, theirs.address().partition("#")[0], OfRedis())
    elif kind == "redis of this machine":
        yield Broker(redis, given(REDIS), OfRedis())
    else:
        yield Broker(rabbitmq, given(RABBITMQ), OfRabbitMQ())


KINDS = ("redis", "redis by URL", "redis of this machine", "rabbitmq")
