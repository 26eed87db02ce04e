"""Bundles in prose, and lists of brokers and result stores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import extras
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
FACTS = {
    "extras": {"redis": [], "librabbitmq": []},
    "modules": {"celery": {"members": {}}, "celery.backends": {"members": {}}, "celery.backends.redis": {"members": {}}},
    "aliases": {
        "backends": {
            "riak": "celery.backends.riak:Riak", "redis": "celery.backends.redis:Redis", "amqp": "celery.backends.amqp:A",
            "mongodb": "celery.backends",
        },
        "transports": {"amqp": "kombu.transport.pyamqp:Transport"},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong", "suggestion"),
    [
        ("celery[riak]", "riak", None),
        ("celery[librabitmq,redis]", "librabitmq", "librabbitmq"),
        ('pip install "celery[redis,riak]"', "riak", None),
    ],
)
def test_finds_extras(make_case: MakeCase, text: str, wrong: str, suggestion: str | None) -> None:
    case = replace(make_case(claim=make_claim(text, "literal")), facts=FACTS)
    (finding,) = extras.find(case)
    assert (finding.place.text, finding.place.column, finding.suggestion) == (wrong, 7 + text.find(wrong), suggestion)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("celery[redis]", id="there"),
        pytest.param("flask-celery[riak]", id="another package"),
        pytest.param("x[riak]", id="no bundle"),
    ],
)
def test_leaves_extras_alone(make_case: MakeCase, text: str) -> None:
    assert list(extras.find(replace(make_case(claim=make_claim(text, "literal")), facts=FACTS))) == []


def listed(make_case: MakeCase, root: Path, text: str) -> Case:
    path = root / "docs/userguide/page.rst"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    case = make_case(claim=make_claim("Page", "heading"))
    assert case.claim is not None
    page = replace(case.page, claims=(case.claim,))
    return replace(case, facts=FACTS, page=page, docs=Docs(version="5.4.0", root=str(root), sha256=""))


def test_finds_parts(make_case: MakeCase, tmp_path: Path) -> None:
    case = listed(make_case, tmp_path, "Page\n====\n\n- **Result Stores**\n\n    - Redis, Riak\n")
    (finding,) = extras.find(case)
    assert (finding.rule, finding.place.line, finding.place.column) == ("gone-part", 6, 14)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- **Result Stores**\n\n    - Redis, File system\n", id="there, or no alias"),
        pytest.param("- **Result Stores**\n\n    - AMQP\n", id="a protocol that brokers speak"),
        pytest.param("- **Result Stores**\n\n    - MongoDB\n", id="an alias of no class"),
        pytest.param("- **Brokers**\n\n    - Riak\n", id="no alias of the list's"),
        pytest.param("- **Clients**\n\n    - Riak\n", id="another list"),
        pytest.param("- **Result Stores**\n\n    - Redis\n\nRiak was one.\n", id="below the list"),
    ],
)
def test_leaves_parts_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(extras.find(listed(make_case, tmp_path, text))) == []


def test_covers(make_case: MakeCase) -> None:
    assert extras.covers(replace(make_case(claim=make_claim("celery[redis]", "literal")), facts=FACTS))
    assert not extras.covers(replace(make_case(claim=make_claim("redis", "literal")), facts=FACTS))
