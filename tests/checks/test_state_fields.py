"""Fields below the description of a state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import state_fields
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]
FACTS = {
    "states": {
        "names": {"SUCCESS": "SUCCESS", "FAILURE": "FAILURE", "RETRY": "RETRY"},
        "sets": {"PROPAGATE_STATES": ["FAILURE"], "READY_STATES": ["FAILURE", "SUCCESS"]},
    }
}


def described(make_case: MakeCase, root: Path, state: str, fields: str) -> Case:
    text = f".. state:: {state}\n\n{state}\n~~~~~~~\n\n{fields}\n\n.. state:: RETRY\n\n:propagates: Yes\n"
    return placed(make_case(claim=make_claim(state, "state", line=1)), root, text, FACTS)


@pytest.mark.parametrize(
    ("state", "fields", "line", "right"),
    [
        pytest.param("SUCCESS", ":propagates: Yes", 6, "No", id="raises nothing"),
        pytest.param("FAILURE", ":propagates: No", 6, "Yes", id="raises"),
        pytest.param("FAILURE", ":meta-data: `result`\n:ready: No", 7, "Yes", id="below another field"),
        pytest.param("RETRY", ":ready: Yes", 6, "No", id="not ready"),
    ],
)
def test_finds(make_case: MakeCase, tmp_path: Path, state: str, fields: str, line: int, right: str) -> None:
    (finding,) = state_fields.find(described(make_case, tmp_path, state, fields))
    assert (finding.rule, finding.place.line, finding.suggestion) == ("wrong-state-field", line, right)
    assert finding.evidence["state"] == state
    assert finding.evidence["set"] in finding.message


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        pytest.param("SUCCESS", ":propagates: No\n:ready: Yes", id="as it is"),
        pytest.param("FAILURE", ":propagates: Yes", id="nothing told of another field"),
        pytest.param("SUCCESS", ":propagates: Only in eager mode", id="neither yes nor no"),
        pytest.param("SUCCESS", ":result: Yes", id="another field"),
        pytest.param("PROGRESS", ":propagates: Yes", id="a state of one's own"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, state: str, fields: str) -> None:
    assert list(state_fields.find(described(make_case, tmp_path, state, fields))) == []
