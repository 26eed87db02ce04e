"""Lists that are told to be complete."""

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
        "celery.concurrency.prefork.TaskPool": {**entry(), "instance": ["terminate_job"]},
        "celery.concurrency.gevent.TaskPool": entry(terminate_job=""),
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
    "fanout": {
        "kombu.transport.pyamqp": True, "kombu.transport.redis": True, "kombu.transport.mongodb": True,
        "kombu.transport.memory": True, "kombu.transport.zookeeper": False,
    },
    "tasks": ["celery.chain", "celery.chord"],
    "requires": {"celery": ["kombu>=5.3", "vine", "tzdata; sys_platform == 'win32'"], "kombu": ["amqp"]},
}  # fmt: skip


def told(make_case: MakeCase, root: Path, text: str, code: str = "") -> Case:
    samples = [make_sample(code, "pycon", lines=tuple(range(1, 1 + len(code.split("\n")))))] if code else []
    return placed(make_case(claim=make_claim("Page", "heading", line=1)), root, text, FACTS, samples=samples)


@pytest.mark.parametrize(
    ("text", "wrong", "said"),
    [
        pytest.param(
            "Remote control commands are only supported by the RabbitMQ (amqp) and Redis at this point.",
            "RabbitMQ (amqp) and Redis", "are missing: mongodb", id="one that can is missing",
        ),
        pytest.param(
            "* Remote control commands (supported only by Redis).", "Redis", "are missing: mongodb", id="only behind"
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
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(closed_lists.find(told(make_case, tmp_path, f"Page\n====\n\n{text}\n"))) == []


SHOWN = ">>> app.tasks\n{'celery.chord':\n    <@task: celery.chord>}"


def test_finds_missing_tasks(make_case: MakeCase, tmp_path: Path) -> None:
    text = f"{SHOWN}\n\nThis is the list of tasks built into Celery.\n"
    (finding,) = closed_lists.find(told(make_case, tmp_path, text, SHOWN))
    assert (finding.place.line, finding.message) == (5, "of the tasks built into Celery celery.chain is missing")
    assert set(finding.evidence["right"]) - set(finding.evidence["named"]) == {"celery.chain"}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(SHOWN.replace("}", ",\n 'celery.chain':\n    1}"), "This is the list of", id="all of them"),
        pytest.param(SHOWN, "These are some of the", id="some"),
        pytest.param("", "This is the list of", id="nothing shown"),
        pytest.param(">>> app.tasks", "This is the list of", id="no task shown"),
    ],
)
def test_leaves_tasks_alone(make_case: MakeCase, tmp_path: Path, code: str, text: str) -> None:
    text = "\n".join([code, *[""] * 8, f"{text} tasks built into Celery.\n"])
    assert list(closed_lists.find(told(make_case, tmp_path, text, code))) == []


REQUIRED = "The current list of dependencies are:\n\ncelery\n~~~~~~\n\n{}\n\n.. note::\n"


def test_finds_missing_requirements(make_case: MakeCase, tmp_path: Path) -> None:
    text = REQUIRED.format("- :pypi:`kombu`\n\nThe messaging.\n\n- :pypi:`pytz`")
    (finding,) = closed_lists.find(told(make_case, tmp_path, text))
    assert (finding.place.text, finding.place.line, finding.place.column) == ("kombu", 6, 10)
    assert finding.message.endswith("it requires vine too; it does not require pytz")
    assert finding.evidence == {"package": "celery", "named": ["kombu", "pytz"], "right": ["kombu", "vine"]}


@pytest.mark.parametrize(
    "bullets",
    [
        pytest.param("- :pypi:`kombu`\n- :pypi:`vine`", id="all that are always required"),
        pytest.param("- :pypi:`kombu`\n- :pypi:`vine`\n- :pypi:`tzdata`", id="required somewhere"),
        pytest.param("- :pypi:`flower`", id="another list"),
    ],
)
def test_leaves_requirements_alone(make_case: MakeCase, tmp_path: Path, bullets: str) -> None:
    assert list(closed_lists.find(told(make_case, tmp_path, REQUIRED.format(bullets)))) == []


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
