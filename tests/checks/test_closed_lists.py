"""Sentences and fields that leave no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import closed_lists
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed
from tests.conftest import make_sample

MakeCase = Callable[..., Case]


def entry(**members: str) -> dict[str, Any]:
    return {"mro": [], "members": {name: {"kind": "data", "value": value} for name, value in members.items()}}


FACTS = {
    "modules": {
        name: {"members": {}}
        for name in (
            "celery", "celery.backends", "celery.backends.redis", "celery.backends.cache", "celery.backends.rpc",
            "celery.backends.s3", "celery.backends.mongodb", "celery.backends.filesystem", "celery.concurrency", "celery.concurrency.prefork", "celery.concurrency.solo",
            "celery.concurrency.gevent", "kombu", "kombu.transport", "kombu.transport.pyamqp", "kombu.transport.redis",
            "kombu.transport.mongodb", "kombu.transport.memory", "kombu.transport.zookeeper",
        )
    },
    "classes": {
        "celery.backends.redis.RedisBackend": entry(supports_native_join="True", on_chord_part_return=""),
        "celery.backends.cache.CacheBackend": entry(supports_native_join="True", implements_incr="True"),
        "celery.backends.rpc.RPCBackend": entry(supports_native_join="True"),
        "celery.backends.s3.S3Backend": entry(),
        "celery.backends.mongodb.MongoBackend": entry(cleanup=""),
        "celery.backends.filesystem.FilesystemBackend": entry(cleanup=""),
        "celery.concurrency.prefork.TaskPool": {**entry(), "instance": ["terminate_job", "grow"]},
        "celery.concurrency.gevent.TaskPool": entry(terminate_job="", grow=""),
        "celery.concurrency.solo.TaskPool": entry(),
    },
    "aliases": {
        "backends": {
            "redis": "celery.backends.redis:RedisBackend", "cache": "celery.backends.cache:CacheBackend",
            "rpc": "celery.backends.rpc.RPCBackend", "s3": "celery.backends.s3:S3Backend",
            "riak": "celery.backends.riak:RiakBackend", "mongodb": "celery.backends.mongodb:MongoBackend",
            "file": "celery.backends.filesystem:FilesystemBackend",
        },
        "transports": {
            "amqp": "kombu.transport.pyamqp:Transport", "redis": "kombu.transport.redis:Transport",
            "mongodb": "kombu.transport.mongodb:Transport", "memory": "kombu.transport.memory:Transport",
            "zookeeper": "kombu.transport.zookeeper:Transport",
        },
        "pools": {
            "prefork": "celery.concurrency.prefork:TaskPool", "gevent": "celery.concurrency.gevent:TaskPool",
            "solo": "celery.concurrency.solo:TaskPool", "custom": "?",
        },
    },
    "settings": {"keys": {"result_expires": {}, "result_chord_expires": {}}},
    "asynchronous": {
        "kombu.transport.pyamqp": True, "kombu.transport.redis": True, "kombu.transport.mongodb": True,
        "kombu.transport.memory": True, "kombu.transport.zookeeper": False,
    },
    "fanout": {
        "kombu.transport.pyamqp": True, "kombu.transport.redis": True, "kombu.transport.mongodb": True,
        "kombu.transport.memory": True, "kombu.transport.zookeeper": False,
    },
}  # fmt: skip


def told(make_case: MakeCase, root: Path, text: str, code: str = "") -> Case:
    samples = [make_sample(code, "pycon", lines=tuple(range(1, 1 + len(code.split("\n")))))] if code else []
    return placed(make_case(claim=make_claim("Page", "heading", line=1)), root, text, FACTS, samples=samples)


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        pytest.param(
            "Remote control commands are only supported by the RabbitMQ (amqp) and Redis at this point.",
            "RabbitMQ (amqp) and Redis", "are missing: memory, mongodb", id="one that can is missing",
        ),
        pytest.param(
            "* Remote control commands (supported only by Redis).", "Redis", "are missing: memory, mongodb", id="only behind"
        ),
        pytest.param(
            "Remote control is only available for the Redis, MongoDB and Zookeeper transports.",
            "Redis, MongoDB and Zookeeper", "Zookeeper is none of those", id="one that cannot",
        ),
        pytest.param(
            "For the moment this only works with the Redis, cache\nand Riak backends.",
            "Redis, cache\nand Riak", "there is no result backend riak", id="one that is gone",
        ),
        pytest.param(
            "This is only supported by the amqp and Redis result backends.",
            "amqp and Redis", "there is no result backend amqp", id="a transport's name",
        ),
        pytest.param(
            "Used by all result backends except Redis: they increment a counter and then go on.",
            "Redis", "are missing: cache", id="all but some",
        ),
        pytest.param(
            ":pool support: all, terminate only supported by prefork", "prefork", "are missing: gevent", id="pools"
        ),
        pytest.param(
            "This is only supported by async I/O enabled transports (amqp, redis), in which case it is set.",
            "amqp, redis", "that are asynchronous are missing: memory, mongodb", id="in brackets",
        ),
        pytest.param(
            ":broker support: *amqp, redis*\n:command: :program:`celery -A proj control revoke <id>`",
            "*amqp, redis*", "are missing: memory, mongodb", id="a field of a command",
        ),
        pytest.param(
            ":pool support: all, terminate only supported by prefork\n:command: :program:`celery -A proj control revoke`",
            "prefork", "are missing: gevent", id="a field of a command, and what another says",
        ),
        pytest.param(
            ":supported transports: amqp, redis\n\nThe worker uses asynchronous I/O then.",
            "amqp, redis", "that are asynchronous are missing: memory, mongodb", id="another field",
        ),
        pytest.param(
            ":broker support: *amqp, redis*\n\nThere is a remote control command for it.",
            "*amqp, redis*", "are missing: memory, mongodb", id="a field, and what is said below it",
        ),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, tmp_path: Path, text: str, wrong: str, said: str) -> None:
    (finding,) = closed_lists.find(told(make_case, tmp_path, f"Page\n====\n\n{text}\n"))
    assert (finding.rule, finding.place.text) == ("wrong-list", wrong)
    assert said in finding.message


def test_tells_the_whole_list_where_it_is_short(make_case: MakeCase, tmp_path: Path) -> None:
    text = "Terminate only supported by prefork.\n"
    (finding,) = closed_lists.find(told(make_case, tmp_path, text))
    assert finding.suggestion == "prefork and gevent"
    assert finding.evidence == {
        "shelf": "pools", "ability": "terminates", "named": {"prefork": "prefork"},
        "right": {"prefork": "prefork", "gevent": "gevent"},
    }  # fmt: skip


def test_a_list_that_its_section_has_again_is_the_same_mistake(make_case: MakeCase, tmp_path: Path) -> None:
    text = "Terminate only supported by prefork.\n\nThe prefork approach is better than ``prefork-x``, for pools.\n"
    one, other = closed_lists.find(told(make_case, tmp_path, text))
    assert (one.subject, one.suggestion) == (other.subject, other.suggestion)
    assert (other.place.line, other.place.column, other.place.text) == (3, 5, "prefork")


def test_tells_by_which_alias_what_is_missing_is_known(make_case: MakeCase, tmp_path: Path) -> None:
    text = "Remote control is only supported by the RabbitMQ (AMQP) and Redis transports."
    (finding,) = closed_lists.find(told(make_case, tmp_path, f"Page\n====\n\n{text}\n"))
    assert finding.evidence["named"] == {"RabbitMQ (AMQP)": "amqp", "Redis": "redis"}
    assert finding.evidence["named"].items() < finding.evidence["right"].items()


def test_goes_by_what_a_docstring_describes(make_case: MakeCase, tmp_path: Path) -> None:
    text = 'def join_native():\n    """Join.\n\n    This is only supported by the Redis and cache result backends.\n    """\n'
    case = make_case(claim=make_claim("x", "literal", line=1))
    (finding,) = closed_lists.find(placed(case, tmp_path, text, FACTS, file="celery/result.py"))
    assert (finding.place.line, finding.place.column, finding.suggestion) == (4, 35, "Redis, cache and rpc")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Remote control is only supported by amqp, Redis and MongoDB.", id="all that anybody would miss"),
        pytest.param("Remote control is only supported by brokers such as Redis.", id="examples"),
        pytest.param("Remote control is supported by Redis.", id="others may be"),
        pytest.param("Remote control is only supported by Redis and Flux.", id="a word that is not known"),
        pytest.param("This only works with the cache and Redis backends.", id="nobody can tell what"),
        pytest.param("This is only supported when using Redis as the broker.", id="no list"),
        pytest.param("Remote control was only supported by Redis in version 3.0.", id="another release"),
        pytest.param("Remote control is no longer only supported by Redis.", id="told as history"),
        pytest.param("Used by all result backends except Redis and Memcached: they increment a counter.", id="right"),
        pytest.param("Terminate only supported by prefork and gevent.", id="right pools"),
        pytest.param(":broker support: *amqp, redis, mongodb*\n\nRemote control.", id="a field that is right"),
        pytest.param(":broker support: *amqp, redis*\n\nRates.", id="a field of nobody knows what"),
        pytest.param(":supported transports: Redis\n\nPriorities.", id="another of nobody knows what"),
        pytest.param(":pool support: *prefork/gevent (see note below)*\n\nTime limits.", id="a field with a remark"),
        pytest.param(":pool support: *prefork, gevent*, blocking:*solo*\n\nRemote control.", id="a field of all"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(closed_lists.find(told(make_case, tmp_path, f"Page\n====\n\n{text}\n"))) == []


EXPIRES = "For now this only works with the {} backends."


def in_section(make_case: MakeCase, root: Path, title: str, text: str) -> Case:
    claim = make_claim(f"``{title}``", "heading", line=1)
    return placed(make_case(claim=claim), root, f"{title}\n====\n\n{text}\n", FACTS)


def test_goes_by_the_setting_of_a_section(make_case: MakeCase, tmp_path: Path) -> None:
    text = EXPIRES.format("cache, Redis, filesystem and Riak")
    (finding,) = closed_lists.find(in_section(make_case, tmp_path, "result_expires", text))
    assert finding.message.endswith(
        "there is no result backend riak; other result backends that remove what has expired are missing: mongodb"
    )
    assert (finding.evidence["ability"], finding.suggestion) == ("cleans", "cache, Redis, filesystem and mongodb")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("result_expires", EXPIRES.format("cache, MongoDB and filesystem"), id="all that are sure to"),
        pytest.param("result_chord_expires", EXPIRES.format("cache and Redis"), id="another setting"),
        pytest.param("result_expires", "Chords only work with the cache and Redis backends.", id="another thing"),
    ],
)
def test_leaves_sections_alone(make_case: MakeCase, tmp_path: Path, title: str, text: str) -> None:
    assert list(closed_lists.find(in_section(make_case, tmp_path, title, text))) == []


def test_goes_by_the_title_above_a_field(make_case: MakeCase, tmp_path: Path) -> None:
    (finding,) = closed_lists.find(in_section(make_case, tmp_path, "Autoscaling", ":pool support: *prefork*"))
    assert (finding.suggestion, finding.evidence["ability"]) == ("*prefork*, *gevent*", "grows")
    right = in_section(make_case, tmp_path / "right", "Autoscaling", ":pool support: *gevent*, *prefork*")
    assert list(closed_lists.find(right)) == []


READS = "class Backend:\n    def on_start(self):\n        return self.chord_expires\n"
COPIES = "class Backend:\n    def __reduce__(self):\n        return self.chord_expires\n"


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        pytest.param(READS, True, id="another backend reads it"),
        pytest.param(COPIES, False, id="another hands it on"),
        pytest.param("class Backend: pass\n", False, id="no other does"),
    ],
)
def test_goes_by_who_reads_a_setting(make_case: MakeCase, tmp_path: Path, source: str, missing: bool) -> None:
    (tmp_path / "celery" / "backends").mkdir(parents=True)
    (tmp_path / "celery" / "backends" / "s3.py").write_text(source, encoding="utf-8")
    case = in_section(make_case, tmp_path, "result_chord_expires", EXPIRES.format("cache and Redis"))
    assert ["are missing: s3" in finding.message for finding in closed_lists.find(case)] == [True] * missing
    assert closed_lists.covers(case)


def test_a_store_that_removes_what_has_expired(make_case: MakeCase, tmp_path: Path) -> None:
    (tmp_path / "celery" / "backends").mkdir(parents=True)
    (tmp_path / "celery" / "backends" / "s3.py").write_text("client.put(key, ttl=self.expires)\n", encoding="utf-8")
    case = in_section(make_case, tmp_path, "result_expires", EXPIRES.format("cache, MongoDB and filesystem"))
    (finding,) = closed_lists.find(case)
    assert "are missing: s3" in finding.message
