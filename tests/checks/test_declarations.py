"""What a check declares: all that it looks at, and what a sample has been held to in which it had something to look at.

That no check finds or covers anything else, `declared` sees to in every test (`tests/conftest.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import harness
from harness.checks import state_names
from harness.interfaces import Case, CheckModule
from harness.model import CHECK_LADDER
from harness.registry.checks import CHECKS
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
EVERY = pytest.mark.parametrize("check", [pytest.param(check, id=name) for name, check in CHECKS.items()])
#: Where claims are made of words.
MAKERS = [path for folder in ("extract", "plan") for path in Path(harness.__file__).parent.glob(f"{folder}/*.py")]


@pytest.fixture(scope="module")
def makers() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in MAKERS)


@EVERY
def test_what_it_sees_can_be_there(check: CheckModule, makers: str):
    kinds = check.sees - {"sample", "problem", "claim"}
    assert check.sees
    assert [kind for kind in kinds if f'"{kind}"' not in makers] == []


@EVERY
def test_its_level_is_one_of_samples(check: CheckModule):
    assert check.level in CHECK_LADDER
    assert check.level != "run"  # which observations tell
    assert check.level == "none" or "sample" in check.sees


def test_what_it_does_not_see_it_may_not_look_at(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(state_names, "sees", frozenset({"event"}))
    with pytest.raises(AssertionError, match="finds unknown-state and does not see a sample"):
        list(state_names.find(make_case("PENDING -> SUCESS", "text")))
    with pytest.raises(AssertionError, match="covers a state"):
        state_names.covers(make_case(claim=make_claim("PENDING", "state")))
