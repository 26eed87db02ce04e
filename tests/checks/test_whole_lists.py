"""Lists that are told to be whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import whole_lists
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed
from tests.conftest import make_sample

MakeCase = Callable[..., Case]

FACTS = {
    "modules": {
        name: {"members": {}}
        for name in (
            "celery", "celery.backends", "celery.backends.base", "celery.backends.redis", "celery.backends.cache",
            "celery.backends.rpc", "celery.backends.s3", "celery.backends.filesystem",
        )
    },
    "classes": {},
    "aliases": {
        "backends": {
            "redis": "celery.backends.redis:RedisBackend", "rediss": "celery.backends.redis:RedisBackend",
            "cache": "celery.backends.cache:CacheBackend", "rpc": "celery.backends.rpc.RPCBackend",
            "s3": "celery.backends.s3:S3Backend", "file": "celery.backends.filesystem:FilesystemBackend",
            "riak": "celery.backends.riak:RiakBackend", "disabled": "celery.backends.base:DisabledBackend",
        },
        "compressions": {
            "gzip": "application/x-gzip", "zlib": "application/x-gzip", "bzip2": "application/x-bz2",
            "lzma": "application/x-lzma", "xz": "application/x-lzma",
        },
    },
    "tasks": ["celery.chain", "celery.chord"],
    "requires": {"celery": ["kombu>=5.3", "vine", "tzdata; sys_platform == 'win32'"], "kombu": ["amqp"]},
}  # fmt: skip


def told(make_case: MakeCase, root: Path, text: str, code: str = "", title: str = "Page") -> Case:
    samples = [make_sample(code, "pycon", lines=tuple(range(1, 1 + len(code.split("\n")))))] if code else []
    claim = make_claim(title, "heading", line=1, headings=(title,))
    return placed(make_case(claim=claim), root, text, FACTS, samples=samples)


BACKENDS = "The backend used to store results.\nCan be one of the following:\n\n{}\n\n.. warning:\n\n    Mind.\n"
ITEMS = "* ``rpc``\n    Messages.\n\n* cache\n    Memcached.\n\n* ``filesystem (experimental)``\n    Files."


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        pytest.param(f"{ITEMS}\n\n* ``redis``\n    Redis.", "s3 is missing", id="one is missing"),
        pytest.param(ITEMS, "redis, s3 are missing", id="two are missing"),
        pytest.param(f"{ITEMS}\n\n.. _`X`: y\n\n* ``s3``\n    S3.", "redis is missing", id="addresses between"),
        pytest.param(f"{ITEMS}\n\n* ``redis`` and ``mine``\n    Redis.", "s3 is missing", id="two in one item"),
    ],
)
def test_finds_missing_parts(make_case: MakeCase, tmp_path: Path, items: str, missing: str) -> None:
    case = told(make_case, tmp_path, BACKENDS.format(items))
    (finding,) = whole_lists.find(case)
    assert (finding.rule, finding.place.text, finding.place.line) == ("wrong-list", "one of the following", 2)
    assert finding.message == f"of the result backends {missing}"
    assert whole_lists.covers(case)


def test_tells_by_which_alias_what_is_missing_is_known(make_case: MakeCase, tmp_path: Path) -> None:
    text = "Celery can compress with the following builtin schemes:\n\n- `zlib`\n- `gzip`\n- `bzip2`\n"
    (finding,) = whole_lists.find(told(make_case, tmp_path, text))
    assert finding.message == "of the compressions lzma is missing"
    assert finding.evidence == {
        "shelf": "compressions", "whole": "yes", "named": {"zlib": "gzip", "gzip": "gzip", "bzip2": "bzip2"},
        "right": {"zlib": "gzip", "gzip": "gzip", "bzip2": "bzip2", "lzma": "lzma"},
    }  # fmt: skip


ALL = f"{ITEMS}\n\n* ``redis``\n    Redis.\n\n* ``s3``\n    S3."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BACKENDS.format(ALL), id="all"),
        pytest.param(BACKENDS.format(f"{ALL}\n\n* ``mine``\n    Mine."), id="another's beside"),
        pytest.param(BACKENDS.format(f"{ITEMS}\n\n* See the others."), id="an item that names nothing"),
        pytest.param(BACKENDS.format("* ``rpc``\n* ``a``\n* ``b``"), id="another list"),
        pytest.param(BACKENDS.format(ITEMS).replace("one of the following", "such as"), id="examples"),
        pytest.param(BACKENDS.format(ITEMS).replace("backend", "thing"), id="of nobody knows what"),
        pytest.param(BACKENDS.format(ITEMS).replace(":\n\n*", ".\n\n*"), id="no lead"),
    ],
)
def test_leaves_parts_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(whole_lists.find(told(make_case, tmp_path, text))) == []


def test_leaves_history_alone(make_case: MakeCase, tmp_path: Path) -> None:
    assert list(whole_lists.find(told(make_case, tmp_path, BACKENDS.format(ITEMS), title="Removed"))) == []


SHOWN = ">>> app.tasks\n{'celery.chord':\n    <@task: celery.chord>}"


def test_finds_missing_tasks(make_case: MakeCase, tmp_path: Path) -> None:
    text = f"{SHOWN}\n\nThis is the list of tasks built into Celery.\n"
    (finding,) = whole_lists.find(told(make_case, tmp_path, text, SHOWN))
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
    assert list(whole_lists.find(told(make_case, tmp_path, text, code))) == []


REQUIRED = "The current list of dependencies are:\n\ncelery\n~~~~~~\n\n{}\n\n.. note::\n"


def test_finds_missing_requirements(make_case: MakeCase, tmp_path: Path) -> None:
    text = REQUIRED.format("- :pypi:`kombu`\n\nThe messaging.\n\n- :pypi:`pytz`")
    (finding,) = whole_lists.find(told(make_case, tmp_path, text))
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
    assert list(whole_lists.find(told(make_case, tmp_path, REQUIRED.format(bullets)))) == []
