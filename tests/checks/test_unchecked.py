"""What becomes of claims that no check has looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness import ancestry
from harness.checks import _unchecked
from harness.interfaces import Case
from harness.model import Claim, Outcome, Verdict
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


def outcome(claim: Claim, verdict: Verdict = "not-checked", reason: str = "") -> Outcome:
    return Outcome(
        docs="5.4.0", target="t", file=claim.file, line=claim.line, end_line=claim.end_line, kind=claim.kind,
        check="none" if verdict == "not-checked" else "resolve", verdict=verdict, reason=reason, seconds=0.0,
        key=claim.key,
    )  # fmt: skip


def literal(text: str, **changes: Any) -> Claim:
    return make_claim(text, "literal", **changes)


@pytest.mark.parametrize(
    ("other", "verdict", "told"),
    [
        pytest.param(make_claim("x", "argument"), "holds", ("holds", "by argument"), id="holds"),
        pytest.param(make_claim("x", "renamed"), "fails", ("not-checked", "told-beside: renamed"), id="fails"),
        pytest.param(make_claim("x", "field", column=12), "holds", ("holds", "by field"), id="within"),
        pytest.param(make_claim("x", "field", column=40), "holds", ("not-checked", "words"), id="elsewhere"),
        pytest.param(make_claim("x", "field", line=4), "holds", ("not-checked", "words"), id="on another line"),
        pytest.param(make_claim("x", "heading"), "holds", ("not-checked", "words"), id="of another sort"),
    ],
)
def test_what_is_told_beside(other: Claim, verdict: Verdict, told: tuple[str, str]) -> None:
    claims = [literal("sent(x, y)"), other]
    first, second = _unchecked.settled(claims, [outcome(claims[0], reason="words"), outcome(other, verdict)])
    assert (first.verdict, first.reason) == told
    assert second.verdict == verdict


def test_what_is_decided_stays() -> None:
    claims = [literal("x"), make_claim("x", "argument"), literal("x", historical=True)]
    outcomes = [outcome(claims[0], "fails", "rule"), outcome(claims[1], "holds"), outcome(claims[2])]
    assert _unchecked.settled(claims, outcomes) == outcomes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("True", "value"), ("'quorum'", "value"), ("{'a': 1}", "value"), ("-1", "value"), ("3.5", "value"),
        ("redis://localhost", "address"), ("w1@example.com", "address"), ("foo.example.com.log", "address"),
        ("proj/tasks.py", "file"), ("tasks.py", "file"), ("/etc/hosts", "file"), ("worker1.log", "file"),
        ("-Q", "option"), ("--pidfile=x", "option"), ("str(self) -> self.id", "shape"), ("%n", "shape"), ("*", "shape"),
        ("Default visibility timeout", "words"), ("args", "common-name"), ("run", "short-name"), ("gizmo", "other-name"),
    ],
)  # fmt: skip
def test_literals(make_case: MakeCase, text: str, why: str) -> None:
    assert _unchecked.reason(make_case(claim=literal(text, fields={"form": "literal"})), literal(text)) == why


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        pytest.param(literal("x", historical=True), "historical", id="history"),
        pytest.param(literal("gizmo", fields={"form": "file"}), "file", id="a file"),
        pytest.param(make_claim("kill", "command"), "other-program: kill", id="command"),
        pytest.param(make_claim("Title", "heading"), "title", id="heading"),
        pytest.param(make_claim("x", "type"), "no-check", id="something else"),
        pytest.param(make_claim("redis", "xref", fields={"role": "pypi"}), "other-product: redis", id="elsewhere"),
        pytest.param(make_claim("kombu:x", "xref", fields={"role": "ref"}), "other-product: kombu:x", id="label"),
        pytest.param(
            make_claim("~pymongo.Client", "xref", fields={"role": "class"}), "other-product: pymongo", id="path"
        ),
        pytest.param(make_claim("pymongo", "xref", fields={"role": "mod"}), "other-product: pymongo", id="module"),
        pytest.param(make_claim("AWS_KEY", "xref", fields={"role": "envvar"}), "other-product: AWS_KEY", id="variable"),
        pytest.param(
            make_claim("contributing", "xref", fields={"role": "ref"}), "not-shipped: contributing", id="no label"
        ),
        pytest.param(make_claim("WARNING", "xref", fields={"role": "const"}), "value", id="constant"),
        pytest.param(make_claim("~Control.args", "xref", fields={"role": "attr"}), "common-name", id="attribute"),
        pytest.param(make_claim("nobodys", "xref", fields={"role": "func"}), "other-name", id="function"),
        pytest.param(
            make_claim("x", "experiment", fields={"unserved": "kafka"}),
            "needs-service: kafka",
            id="experiment, service",
        ),
        pytest.param(make_claim("x", "experiment"), "not-run", id="experiment"),
    ],
)
def test_others(make_case: MakeCase, claim: Claim, why: str) -> None:
    assert _unchecked.reason(make_case(claim=claim), claim) == why


def test_told_as_gone(make_case: MakeCase, tmp_path: Path) -> None:
    (tmp_path / "docs/userguide").mkdir(parents=True)
    (tmp_path / "docs/userguide/page.rst").write_text("Page\n\nIt was formerly ``args``.\n")
    case = make_case(claim=literal("args", column=19))
    case = replace(case, docs=replace(case.docs, root=str(tmp_path)))
    assert _unchecked.reason(case, literal("args", column=19)) == "told-as-gone"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": "Kombu"}, "other-product: Kombu"),
        ({"fields": {"directive": "versionchanged"}}, "about-a-change"),
        ({"fields": {"directive": "versionadded", "text": "In JSON."}}, "about-a-change"),
        ({}, "about-a-feature"),
        ({"scope": "celery.app.Task.run"}, "later-release: 5.2"),
        ({"scope": "celery.app.Task.stop"}, "since-unknown: celery.app.Task.stop"),
    ],
)
def test_versions(make_case: MakeCase, changes: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ancestry, "since", lambda: {"late:name:celery.app.Task.run": "5.2"})
    given = {"text": "5.3", "fields": {"directive": "versionadded"}} | changes
    claim = make_claim(given.pop("text"), "version", **given)
    assert _unchecked.reason(make_case(claim=claim), claim) == why
