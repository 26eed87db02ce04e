"""Which mutants are drawn, which go together, and what becomes of one."""

from __future__ import annotations

import pytest

from harness.model import Erratum, Place
from harness.mutate import Mutant, chosen, rounds, score


def _mutant(line: int = 1, **changes: object) -> Mutant:
    given: dict[str, object] = {
        "file": "page.rst", "line": line, "column": 5, "old": "name", "new": "nmae", "kind": "python", "page": "page",
        "named": True,
    }  # fmt: skip
    return Mutant(**(given | changes))  # type: ignore[arg-type]


def test_operators_take_turns_and_the_same_seed_draws_the_same() -> None:
    mutants = {"one": [_mutant(n, operator="one") for n in range(50)], "other": [_mutant(operator="other")]}
    drawn = chosen(mutants, 10, 1)
    assert {mutant.operator for mutant in drawn} == {"one", "other"}
    assert len(drawn) == 10
    assert drawn == chosen(mutants, 10, 1) != chosen(mutants, 10, 2)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        pytest.param(_mutant(1), _mutant(2, old="other"), False, id="near"),
        pytest.param(_mutant(1), _mutant(9, old="other", new="more"), True, id="far"),
        pytest.param(_mutant(1), _mutant(2, new="other", file="b.rst", page="b"), True, id="of another file"),
        pytest.param(_mutant(1), _mutant(2, file="b.rst", page="b"), False, id="misspelt in one way"),
        pytest.param(
            _mutant(1),
            _mutant(2, old="some.name", new="some.nmae", file="b.rst", page="b"),
            False,
            id="misspelt in one way, in a path",
        ),
        pytest.param(_mutant(1), _mutant(9), False, id="of one name on one page"),
        pytest.param(_mutant(1, claim="x"), _mutant(9, old="other", claim="x"), False, id="that belong together"),
    ],
)
def test_mutants_of_one_round_stand_apart(first: Mutant, second: Mutant, apart: bool) -> None:
    made = rounds([first, second], lambda mutant: [mutant.claim] if mutant.claim else [])
    assert made == ([[first, second]] if apart else [[first], [second]])


def _erratum(line: int, column: int, text: str, suggestion: str | None = None) -> Erratum:
    place = Place(docs="5.7.0", file="page.rst", line=line, column=column, end_line=line, text=text)
    return Erratum(
        id="unknown-name-1", rule="unknown-name", severity="breaks", blame="docs", claim="", observed="", message="",
        suggestion=suggestion, places=(place,), fails_on=(), holds_on=(), patch=None, patch_verified=None,
        reproducer=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sure", "unsure", "fate", "restored"),
    [
        pytest.param([_erratum(7, 5, "nmae", "name")], [], "found", True, id="found and restored"),
        pytest.param([_erratum(7, 5, "nmae", "names")], [], "found", False, id="found, another name proposed"),
        pytest.param([_erratum(7, 5, "nmae")], [], "found", None, id="found, nothing proposed"),
        pytest.param([_erratum(7, 12, "other")], [], "misplaced", None, id="of other words of the line"),
        pytest.param([_erratum(8, 5, "nmae")], [], "misplaced", None, id="on another line of the sample"),
        pytest.param([_erratum(9, 5, "nmae")], [], "missed", None, id="in another sample"),
        pytest.param([], [_erratum(7, 5, "nmae")], "undecided", None, id="not sure"),
        pytest.param([_erratum(7, 5, "old")], [], "missed", None, id="told before"),
        pytest.param([], [], "missed", None, id="nothing"),
    ],
)
def test_fates(sure: list[Erratum], unsure: list[Erratum], fate: str, restored: bool | None) -> None:
    before = score.told([_erratum(7, 5, "old")])
    scored = score.scored(_mutant(7), sure, unsure, before, "holds", range(7, 9), "    name(other)")
    assert (scored.fate, scored.restored) == (fate, restored)


def test_counts() -> None:
    scores = [
        score.Scored(mutant=_mutant(operator=name), fate=fate, rule="", restored=restored, verdict="")
        for name, fate, restored in (("a", "found", True), ("a", "missed", None), ("b", "found", False))
    ]
    first, second = score.counts(scores, lambda each: each.mutant.operator)
    assert (first.name, first.all, first.found, first.missed, first.proposed, first.restored) == ("a", 2, 1, 1, 1, 1)
    assert (second.name, second.found, second.proposed, second.restored) == ("b", 1, 1, 0)
    assert score.total(scores).all == 3


@pytest.mark.parametrize(("suggestion", "restored"), [("celery.utils", True), ("utils", True), ("kombu.utils", False)])
def test_a_name_may_be_told_with_its_path(suggestion: str, restored: bool) -> None:
    mutant = Mutant(
        file="page.rst", line=7, column=13, old="utils", new="utlis", kind="python", page="page", sample="page:1",
        named=True,
    )  # fmt: skip
    told = [_erratum(7, 13, "utlis", suggestion)]
    line = "from celery.utils import x"
    assert score.scored(mutant, told, [], set(), "holds", range(6, 9), line).restored is restored
