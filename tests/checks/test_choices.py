"""Names that can be chosen: of pools, serializers, compressions, transports, result backends, states and log levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import choices
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

Told = Callable[..., Case]
ALIASES = {
    "pools": {"prefork": "celery.concurrency:TaskPool", "threads": "celery.concurrency:Threads", "custom": "?"},
    "serializers": {"json": "application/json", "pickle": "application/pickle"},
    "compressions": {"gzip": "application/x-gzip"},
    "backends": {
        "file": "celery.backends.lost:FileBackend",
        "redis": "celery.backends:RedisBackend",
        "riak": "celery.backends.riak:RiakBackend",
        "database": "celery.backends:DatabaseBackend",
    },
    "transports": {},
}
LIST = "``result_backend``\n~~~~~~~\n\nCan be one of the following:\n\n* ``redis``\n    Fast.\n\n* ``database``\n"
HEADINGS = ("Page", "result_backend")


@pytest.fixture
def told(make_case: Callable[..., Case], facts: dict[str, Any], tmp_path: Path) -> Told:
    """A case of a name where it stands last in a page's text."""

    def make(text: str, name: str, kind: str = "literal", **changes: Any) -> Case:
        path = tmp_path / "docs/userguide/page.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        before = text[: text.rindex(name)]
        at = {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
        case = make_case(claim=make_claim(name, kind, **{"subject": name, **at, **changes}))
        given = {**facts, "aliases": ALIASES, "optional": {"compressions": ["brotli"], "serializers": ["auth"]}}
        return replace(case, facts=given, docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))

    return make


@pytest.mark.parametrize(
    ("text", "name", "kind", "changes", "right"),
    [
        pytest.param("The ``perfork`` pool.\n", "perfork", "literal", {}, "prefork", id="before the word"),
        pytest.param("The `picle` serializer.\n", "picle", "literal", {}, "pickle", id="in single quotes"),
        pytest.param("The ``databse``\nresult backend.\n", "databse", "literal", {}, "database", id="word below"),
        pytest.param(LIST + "* ``lost``\n", "lost", "literal", {"headings": HEADINGS}, "file", id="name of the module"),
        pytest.param(LIST + "* ``databse``\n", "databse", "literal", {"headings": HEADINGS}, "database", id="in a list"),
        pytest.param(LIST + "* ``riak``\n", "riak", "literal", {"headings": HEADINGS}, None, id="its module is gone"),
        pytest.param(
            "Serializers can be `json`, `pickle` or `jsson`.\n", "jsson", "literal", {}, "json", id="in a sentence"
        ),
        pytest.param(
            "The level is one of :const:`DEBUG`, :const:`INFO`, :const:`DEBBUG`.\n", "DEBBUG", "xref",
            {"fields": {"role": "const"}}, "DEBUG", id="level",
        ),
        pytest.param(".. state:: SUCESS\n", "SUCESS", "state", {}, "SUCCESS", id="state"),
    ],
)  # fmt: skip
def test_finds(told: Told, text: str, name: str, kind: str, changes: dict[str, Any], right: str | None) -> None:
    (finding,) = choices.find(told(text, name, kind, **changes))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-choice", name, right)


@pytest.mark.parametrize(
    ("text", "name", "kind", "changes"),
    [
        pytest.param("The ``prefork`` pool.\n", "prefork", "literal", {}, id="there"),
        pytest.param("Compress it: ``brotli`` compression.\n", "brotli", "literal", {}, id="there when installed"),
        pytest.param("The ``ironcache`` result backend.\n", "ironcache", "literal", {}, id="another distribution's"),
        pytest.param("The ``riak`` result backend.\n", "riak", "literal", {}, id="gone, and not said to be there"),
        pytest.param("The ``perfork`` pool was removed.\n", "perfork", "literal", {}, id="named because it is gone"),
        pytest.param("The ``perfork`` pool.\n", "perfork", "literal", {"headings": ("Deprecated",)}, id="history"),
        pytest.param("The ``databse`` backend option.\n", "databse", "literal", {}, id="an option's name"),
        pytest.param("The ``databse`` key.\n", "databse", "literal", {}, id="another word"),
        pytest.param(LIST + "* ``ironcache``\n", "ironcache", "literal", {"headings": HEADINGS}, id="like none"),
        pytest.param(
            "Backend keys:\n\n* ``host``\n* ``databse``\n* ``redis``\n", "databse", "literal", {}, id="of other things"
        ),
        pytest.param("One of ``json``, ``pickle``, ``jsson``.\n", "jsson", "literal", {}, id="a list of nobody's"),
        pytest.param(".. state:: PROGRESS\n", "PROGRESS", "state", {}, id="the reader's own state"),
    ],
)
def test_leaves_alone(told: Told, text: str, name: str, kind: str, changes: dict[str, Any]) -> None:
    assert list(choices.find(told(text, name, kind, **changes))) == []


@pytest.mark.parametrize(
    ("text", "name", "kind", "covered"),
    [
        pytest.param("The ``prefork`` pool.\n", "prefork", "literal", True, id="there"),
        pytest.param("Use ``json`` for it.\n", "json", "literal", False, id="not said what it is"),
        pytest.param("The ``ironcache`` result backend.\n", "ironcache", "literal", False, id="not known"),
        pytest.param(".. state:: READY_STATES\n", "READY_STATES", "state", True, id="a set of states"),
    ],
)
def test_covers(told: Told, text: str, name: str, kind: str, *, covered: bool) -> None:
    assert choices.covers(told(text, name, kind)) == covered


CLIENTS = "backends = {'memcached': get, 'memory': lambda: (Client, ensure_bytes)}\n"
CACHES = "CELERY_CACHE_BACKEND = 'defualt'\nCACHES = {'default': {'BACKEND': 'x'}}\nCACHES['mine'] = {}\n"


@pytest.fixture
def sets(make_case: Callable[..., Case], facts: dict[str, Any], tmp_path: Path) -> Told:
    """A case of a sample that sets something, with the module that knows the caches."""
    path = tmp_path / "celery/backends/cache.py"
    path.parent.mkdir(parents=True)
    path.write_text(CLIENTS)

    def make(code: str, language: str = "python", *, others: tuple[str, ...] = (), **changes: Any) -> Case:
        case = make_case(code, language, others=others, **changes)
        docs = Docs(version="5.4.0", root=str(tmp_path), sha256="")
        return replace(case, facts={**facts, "aliases": ALIASES}, docs=docs)

    return make


@pytest.mark.parametrize(
    ("code", "place", "right"),
    [
        pytest.param(
            "CELERY_CACHE_BACKEND = 'django-cache'", (5, "CELERY_CACHE_BACKEND"), "CELERY_RESULT_BACKEND",
            id="a result backend of another distribution",
        ),
        pytest.param("cache_backend = 'redis'", (5, "cache_backend"), "result_backend", id="a result backend"),
        pytest.param(
            "app.conf.cache_backend = 'database'", (14, "cache_backend"), "result_backend", id="on a configuration"
        ),
        pytest.param("app.conf.update(cache_backend='memorry')", (36, "memorry"), "memory", id="misspelt"),
        pytest.param("cache_backend = 'memcahced://a:1;b:1'", (22, "memcahced"), "memcached", id="in a URL"),
        pytest.param("cache_backend = 'mysql://a'", (22, "mysql"), None, id="a URL of another kind"),
        pytest.param(CACHES, (29, "defualt"), "default", id="meant for a key that is shown"),
    ],
)  # fmt: skip
def test_finds_what_is_no_cache(sets: Told, code: str, place: tuple[int, str], right: str | None) -> None:
    (finding,) = choices.find(sets(code))
    assert (finding.rule, finding.place.line, finding.suggestion) == ("unknown-choice", 10, right)
    assert (finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("cache_backend = 'memory'", {}, id="there"),
        pytest.param("cache_backend = 'memcached://127.0.0.1:11211/'", {}, id="a URL"),
        pytest.param("CELERY_CACHE_BACKEND = 'default'", {"others": (CACHES,)}, id="a key that is shown elsewhere"),
        pytest.param("CELERY_CACHE_BACKEND = 'mine'", {"others": (CACHES,)}, id="a key that is added"),
        pytest.param("CELERY_CACHE_BACKEND = 'default'", {}, id="a key of the reader's"),
        pytest.param("CELERY_CACHE_BACKEND = 'redis'", {}, id="may be a key of the reader's"),
        pytest.param("cache_backend = CACHE", {}, id="a name"),
        pytest.param("cache_backend = ''", {}, id="nothing"),
        pytest.param("result_backend = 'django-cache'", {}, id="another setting"),
        pytest.param("cache_backend = 'redis'", {"lead": "It no longer works:"}, id="history"),
        pytest.param("cache_backend = 'redis'", {"language": "console"}, id="no Python"),
    ],
)
def test_leaves_caches_alone(sets: Told, code: str, changes: dict[str, Any]) -> None:
    assert list(choices.find(sets(code, **changes))) == []
