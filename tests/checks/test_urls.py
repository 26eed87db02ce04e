"""URLs of brokers and result stores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import urls
from harness.interfaces import Case

MakeCase = Callable[..., Case]
ALIASES = {
    "backends": {"redis": "celery.backends.redis:RedisBackend", "gs": "celery.backends.gcs:GCSBackend", "db": "x:Y"},
    "transports": {"redis": "kombu.transport.redis:Transport", "amqp": "kombu.transport.pyamqp:Transport"},
}


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    module = tmp_path / "celery" / "backends" / "redis.py"
    module.parent.mkdir(parents=True)
    module.write_text("if scheme == 'socket':\n    pass\n", encoding="utf-8")

    def make(code: str, language: str = "python", **changes) -> Case:
        case = make_case(code, language, **changes)
        return replace(case, facts={**case.facts, "aliases": ALIASES}, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("code", "language", "headings", "scheme", "suggestion"),
    [
        pytest.param("result_backend = 'gcs://b/p'", "python", ("P",), "gcs", "gs", id="called as its module"),
        pytest.param("app.conf.broker_url = 'reddis://h'", "python", ("P",), "reddis", "redis", id="misspelt"),
        pytest.param(
            "result_backend = 'socket:///x.sock'",
            "python",
            ("P", "Redis backend settings"),
            "socket",
            "redis+socket",
            id="without the alias before it",
        ),
        pytest.param("app = Celery(broker='rediis://')", "python", ("P",), "rediis", "redis", id="argument"),
        pytest.param("gcs://bucket/prefix", "text", ("P",), "gcs", "gs", id="alone in a block"),
    ],
)
def test_finds(case_of: MakeCase, code: str, language: str, headings: tuple[str, ...], scheme: str, suggestion: str):
    (finding,) = urls.find(case_of(code, language, headings=headings))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-scheme", scheme, suggestion)
    assert finding.place.column == 5 + code.index(scheme)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("broker_url = 'amqp://guest@localhost//'", "python", id="known"),
        pytest.param("result_backend = 'db+postgresql://u:p@h/d'", "python", id="what is behind the plus is another's"),
        pytest.param("result_backend = 'db+scheme://u:p@h/d'", "python", id="stands for any, behind the plus"),
        pytest.param("broker_url = 'transport://u:p@h:1//'", "python", id="stands for any"),
        pytest.param("broker_url = 'proj.transports.My://h'", "python", id="path of a class"),
        pytest.param("result_backend = 'ironcache://p:t@'", "python", id="of a plug-in"),
        pytest.param("result_backend = 'socket:///x.sock'", "python", id="title names no alias"),
        pytest.param("broker_url = 'ampx://h'", "python", id="like none enough"),
        pytest.param("other = 'gcs://b'", "python", id="not a setting of these"),
        pytest.param("see gcs://b for more", "text", id="prose"),
        pytest.param("https://host/gcs", "text", id="of the web"),
    ],
)
def test_leaves_alone(case_of: MakeCase, code: str, language: str):
    assert list(urls.find(case_of(code, language))) == []


def test_finds_a_colon_too_many(case_of: MakeCase):
    for code, language, column in (
        ("plugin:://u:p@h/name", "text", 5),
        ("result_backend = 'redis:://h/1'", "python", 23),
    ):
        (finding,) = urls.find(case_of(code, language))
        assert (finding.rule, finding.place.column) == ("unknown-scheme", column)
        assert finding.suggestion == finding.place.text.replace(":://", "://")


def test_covers(case_of: MakeCase):
    assert urls.covers(case_of("redis://:pw@h:1/0", "text"))
    assert urls.covers(case_of("redis://h:1[?x=1]", "text"))
    assert not urls.covers(case_of("transport://h", "text"))
    assert not urls.covers(case_of("redis://h", "text", historical=True))


@pytest.mark.parametrize(
    ("url", "text", "suggestion"),
    [
        pytest.param("redis://h/0?a=1?b=2&c=3", "?b=2", "&b=2", id="a second query"),
        pytest.param("redis://h/0?ttl=5", "ttl", "redis_ttl", id="without what the setting begins with"),
    ],
)
def test_finds_what_is_not_read_of_a_query(case_of: MakeCase, url: str, text: str, suggestion: str):
    case = _with_setting(case_of(f"result_backend = '{url}'"))
    (finding,) = urls.find(case)
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unread-query", text, suggestion)
    assert finding.place.column == 5 + len("result_backend = '") + url.index(text)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("result_backend = 'redis://h/0?a=1&b=2'", id="two parameters"),
        pytest.param("result_backend = 'redis://h/0?redis_ttl=5'", id="the setting"),
        pytest.param("result_backend = 'redis://h/0?scheme=x'", id="read by its own name"),
        pytest.param("result_backend = 'redis://h/0?a=what?'", id="a question"),
        pytest.param("broker_url = 'redis://h/0?ttl=5'", id="of a broker"),
    ],
)
def test_leaves_queries_alone(case_of: MakeCase, line: str):
    assert list(urls.find(_with_setting(case_of(line)))) == []


def _with_setting(case: Case) -> Case:
    """A backend that reads one setting, and one parameter by its name."""
    module = Path(case.docs.root) / "celery" / "backends" / "redis.py"
    module.write_text("conf.get('redis_ttl')\nquery.pop('scheme')\n", encoding="utf-8")
    settings = case.facts["settings"]
    keys = {**settings["keys"], "redis_ttl": {"default": "0"}}
    return replace(case, facts={**case.facts, "settings": {**settings, "keys": keys}})
