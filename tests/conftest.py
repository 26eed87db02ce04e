"""What the tests share: samples made by hand, and targets made once."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from harness import targets
from harness.interfaces import Case, CheckModule, RunningService
from harness.judge import is_asked
from harness.model import Finding, Plan, Sample, SampleKey, Step, Target
from harness.registry.checks import CHECKS
from harness.run import Guest, uncontained
from harness.services import redis

# What CI says must not depend on luck: there the same examples are tried every time.
settings.register_profile("ci", derandomize=True, deadline=None)
# How long an example takes is the machine's business: speed is measured in tests/bench.
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# What a test looks at happens in it, and not in an earlier run of the tests.
os.environ["DOC_HARNESS_REMEMBER"] = "0"


def make_sample(code: str, language: str = "python", **changes: Any) -> Sample:
    """A sample that begins at line 10, column 5 of a page of its own."""
    lines = code.split("\n")
    blank = Sample(
        key=SampleKey(f"page:{abs(hash((code, language))):x}:1"),
        page="userguide/page",
        file="docs/userguide/page.rst",
        lines=tuple(range(10, 10 + len(lines))),
        columns=tuple(5 for _ in lines),
        language=language,
        form="code-block",
        code=code,
        headings=("Page", "Section"),
        lead="",
        caption="",
        output=None,
        scope="",
        historical=False,
    )
    return dataclasses.replace(blank, **changes)


@pytest.fixture
def sample() -> Callable[..., Sample]:
    return make_sample


@pytest.fixture(scope="session", autouse=True)
def declared() -> Iterator[None]:
    """Holds every check to what it sees, in whatever test it is asked: in a run it is asked about nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        for check in CHECKS.values():
            patch.setattr(check, "find", _finds_what_it_sees(check, check.find))
            patch.setattr(check, "covers", _covers_what_it_sees(check, check.covers))
        yield


def _finds_what_it_sees(
    check: CheckModule, find: Callable[[Case], Iterable[Finding]]
) -> Callable[[Case], Iterator[Finding]]:
    @functools.wraps(find)
    def held(case: Case) -> Iterator[Finding]:
        for finding in find(case):
            assert is_asked(check, _kind(case)), f"{check.name} finds {finding.rule} and does not see a {_kind(case)}"
            yield finding

    return held


def _covers_what_it_sees(check: CheckModule, covers: Callable[[Case], bool]) -> Callable[[Case], bool]:
    @functools.wraps(covers)
    def held(case: Case) -> bool:
        covered = covers(case)
        assert not covered or is_asked(check, _kind(case)), f"{check.name} covers a {_kind(case)} and does not see it"
        return covered

    return held


def _kind(case: Case) -> str:
    if case.claim is not None:
        return case.claim.kind
    return "sample" if case.sample is not None else "problem"


@pytest.fixture(scope="session")
def newest_target() -> Target:
    """A target of the newest listed release, from the package index."""
    version = list(targets.listed().values())[-1]
    return targets.prepare([version])[0]


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with redis.start(tmp_path_factory.mktemp("broker"), None) as running:
        yield running


@pytest.fixture(scope="session", params=["namespaces", "limits"])
def guest(newest_target: Target, request: pytest.FixtureRequest) -> Iterator[Guest]:
    """A fork server, with what this machine has of containment and with what every machine has."""
    contained = request.param == "namespaces"
    if contained and (why := uncontained()):
        pytest.skip(f"this machine gives no namespaces: {why}")
    guest = Guest(newest_target, contained=contained)
    yield guest
    guest.close()


@pytest.fixture
def make_plan() -> Callable[..., Plan]:
    """Plans of steps given as (kind, source) or as dicts of a Step's fields."""

    def make(*steps: tuple[str, str] | dict[str, Any], **changes: Any) -> Plan:
        plan = Plan(
            key="page:1",
            docs="1",
            page="page",
            files={},
            app="tasks",
            heads={},
            preamble="",
            steps=tuple(_step(step) for step in steps),
            services=(),
        )
        return dataclasses.replace(plan, **changes)

    return make


def _step(given: tuple[str, str] | dict[str, Any]) -> Step:
    fields = given if isinstance(given, dict) else {"kind": given[0], "source": given[1]}
    module = "tasks" if fields["kind"] == "module" else ""
    blank: dict[str, Any] = {
        "sample": None, "first": 0, "shown": None, "worker": False, "limit": 10.0, "echo": True, "module": module,
    }  # fmt: skip
    return Step(**(blank | fields))


@pytest.fixture
def docs_tree(tmp_path: Path) -> Callable[..., Path]:
    """A release tree with pages: path below docs/ → text."""

    def make(**pages: str) -> Path:
        for name, text in pages.items():
            path = tmp_path / "tree" / "docs" / f"{name.replace('__', '/')}.rst"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "tree"

    return make
