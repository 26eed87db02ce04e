"""Notes on what is to be installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import install_notes
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
EXTRAS = {"s3": ["boto3>=1.26"], "gcs": ["google-cloud-storage==3", "grpcio==1"], "redis": ["kombu[redis]"]}


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    def make(line: str, name: str, code: str) -> Case:
        page = tmp_path / "docs" / "userguide" / "page.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{line}\n\n", encoding="utf-8")
        pypi = ":pypi:" in line
        kind, fields = ("xref", {"role": "pypi"}) if pypi else ("command", {"role": "command"})
        claim = make_claim(name, kind, line=1, column=line.index(f"`{name}`") + 2, end_line=1, fields=fields)
        case = make_case(claim=claim)
        sample = make_sample(code, "console")
        sample = replace(sample, lines=tuple(range(5, 5 + len(sample.lines))), file=claim.file)
        facts = {**case.facts, "extras": EXTRAS}
        return replace(
            case, facts=facts, page=replace(case.page, samples=(sample,)), docs=replace(case.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("line", "name", "code", "suggestion"),
    [
        pytest.param("To install, use :command:`s3`:", "s3", "$ pip install celery[s3]", "pip", id="program"),
        pytest.param("It requires :pypi:`s3`.", "s3", "$ pip install celery[s3]", "boto3", id="package"),
        pytest.param("It requires :pypi:`gcs`.", "gcs", "$ pip install celery[gcs]", None, id="one of several"),
    ],
)
def test_finds(case_of: MakeCase, line: str, name: str, code: str, suggestion: str | None):
    (finding,) = install_notes.find(case_of(line, name, code))
    rule = "wrong-distribution" if ":pypi:" in line else "wrong-install-note"
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, name, suggestion)
    assert finding.evidence == ({"extra": name} if rule == "wrong-distribution" else {"command": code})


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        pytest.param("To install, use :command:`pip`:", "pip", "$ pip install celery[s3]", id="the program"),
        pytest.param("To stop it, use :command:`pkill`:", "pkill", "$ kill 1", id="another command"),
        pytest.param("It requires :pypi:`Boto3`.", "Boto3", "$ pip install celery[s3]", id="in other letters"),
        pytest.param("It requires :pypi:`grpcio`.", "grpcio", "$ pip install celery[gcs]", id="the second"),
        pytest.param("It requires :pypi:`redis`.", "redis", "$ pip install celery[redis]", id="another's extra"),
        pytest.param("See :pypi:`s4`.", "s4", "$ pip install celery[s3]", id="nothing is required"),
    ],
)
def test_leaves_alone(case_of: MakeCase, line: str, name: str, code: str):
    assert list(install_notes.find(case_of(line, name, code))) == []
