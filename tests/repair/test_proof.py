"""When a correction is verified, and what speaks against it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from harness.model import Finding, Observation, Sample
from harness.repair import proof
from harness.repair.edit import Edit
from harness.repair.edits import Correction
from tests.repair.making import FILE, erratum_of, finding_of, place_of, sample_of

TEXT = "Text::\n\n    import x\n    wrong()\n    more()\n\n``wrong``\n"
CODE = "import x\nwrong()\nmore()"
EDIT = Edit(file=FILE, line=4, column=5, old="wrong", new="right")
INSERTED = Edit(file=FILE, line=3, column=1, old="", new="    import y\n")


def observed(sample: Sample, line: int, status: Any = "done", **changes: Any) -> Observation:
    """A step that was made of one line of the sample."""
    blank = Observation(
        plan="page:1", step=line, sample=sample.key, docs="5.7.0", target="celery57-redis", status=status,
        source=sample.code.split("\n")[line], first=line, shown=None, output="", value=None, raised=None, code=None,
        sent=(), warnings=(), log="", reason="", seconds=0.1,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def objection(
    after: Sequence[Finding] = (),
    *,
    before: Sequence[Finding] = (),
    edits: Sequence[Edit] = (EDIT,),
    ran: Mapping[int, str] | None = None,
    ran_before: Mapping[int, str] | None = None,
    corrected: Sample | None = None,
    own: Finding | None = None,
) -> str:
    """What speaks against the correction, "" for nothing."""
    old = sample_of(TEXT, CODE)
    own = own or finding_of(place_of(TEXT, "wrong()"), "right()", sample=old.key)
    moved = proof.Moved(edits)
    correction = Correction(docs="5.7.0", edits=tuple(edits), whole=True)
    new = corrected or dataclasses.replace(old, code=CODE.replace("wrong", "right"))
    seen = [observed(new, line, status) for line, status in (ran or {}).items()]
    told = proof.objection(
        [own],
        proof.touched(erratum_of(own).places, correction, moved),
        proof.Told(
            findings=[own, *before],
            samples=[old],
            observations={old.key: [observed(old, line, status) for line, status in (ran_before or {}).items()]},
        ),
        proof.Told(findings=after, samples=[new], observations={new.key: seen}),
        moved,
    )
    return told.reason if told else ""


def found(line: int, **changes: Any) -> Finding:
    place = dataclasses.replace(place_of(TEXT, "wrong()"), line=line, end_line=line)
    given: dict[str, Any] = {"rule": "raises", "subject": "raises:it", "observed": "ValueError", "message": "raises"}
    return finding_of(place, changes.pop("suggestion", None), **{**given, **changes})


@pytest.mark.parametrize(
    ("after", "before"),
    [
        pytest.param([], [], id="nothing is found any more"),
        pytest.param([found(4, blame="environment")], [], id="what the environment did is nobody's mistake"),
        pytest.param([found(5, blame="undecided")], [], id="an open question on another line"),
        pytest.param([found(5)], [found(5)], id="what was wrong on another line before"),
        pytest.param([found(7)], [], id="something outside the sample"),
    ],
)
def test_verified(after: list[Finding], before: list[Finding]):
    assert objection(after, before=before) == ""


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        pytest.param(
            [found(4, rule="unknown-name", subject="name:it")], "unknown-name is still found", id="still there"
        ),
        pytest.param([found(4)], "raises is found instead: raises", id="another mistake in its place"),
        pytest.param([found(4, blame="undecided")], "raises is found instead: raises", id="an open question there"),
        pytest.param(
            [found(5, sample=sample_of(TEXT, CODE).key)], "raises is found instead: raises", id="a mistake below it"
        ),
    ],
)
def test_not_verified(after: list[Finding], reason: str):
    assert objection(after) == reason


@pytest.mark.parametrize(
    ("ran_before", "ran", "reason"),
    [
        pytest.param({1: "raised"}, {1: "done"}, "", id="it ran, and passes"),
        pytest.param({}, {}, "", id="it was never run"),
        pytest.param({1: "raised"}, {}, "the corrected sample was not run", id="it was not run again"),
        pytest.param({1: "raised"}, {0: "done"}, "the corrected sample was not run", id="only another line was run"),
        pytest.param({1: "raised"}, {1: "skipped"}, "the corrected sample was not run", id="it was passed over"),
        pytest.param({1: "raised"}, {1: "timeout"}, "the corrected sample ends with timeout", id="it does not end"),
    ],
)
def test_what_was_run_has_to_run_again(ran_before: Mapping[int, str], ran: Mapping[int, str], reason: str):
    assert objection(ran_before=ran_before, ran=ran) == reason


def test_another_mistake_of_the_same_lines_that_is_told_speaks_not_against_it():
    two = Edit(file=FILE, line=5, column=5, old="more", new="less")
    other = found(4)
    told = {"before": [other], "edits": [EDIT, two], "ran_before": {1: "raised", 2: "done"}}
    assert objection([other], ran={1: "raised", 2: "done"}, **told) == ""
    assert objection([], ran={1: "raised", 2: "done"}, **told) == "the corrected sample ends with raised"


def test_what_was_found_by_running_is_not_gone_because_nothing_ran():
    own = finding_of(place_of(TEXT, "wrong()"), "right()", evidence={"source": "wrong()"})
    assert objection(own=own) == "the corrected sample was not run"


def test_a_sample_that_is_cut_in_two_proves_nothing():
    cut = dataclasses.replace(sample_of(TEXT, CODE), lines=(3,), columns=(5,), code="import x")
    assert objection(corrected=cut) == "the sample is not read as one any more"


def test_lines_move_with_what_is_put_in():
    moved = proof.Moved([INSERTED, EDIT, Edit(file=FILE, line=5, column=1, old="    more()\n\n", new="")])
    assert [moved.line(FILE, line) for line in (1, 3, 4, 7)] == [1, 4, 5, 6]
    assert list(moved.lines(INSERTED)) == [3]
    assert list(moved.lines(EDIT)) == [5]


def instead(after: Sequence[Finding], **changes: Any) -> Finding | None:
    """What is found instead, for somebody to correct."""
    sample = sample_of(TEXT, CODE)
    own = finding_of(place_of(TEXT, "wrong()"), "right()", sample=sample.key, **changes)
    moved = proof.Moved([EDIT])
    lines = proof.touched(erratum_of(own).places, Correction(docs="5.7.0", edits=(EDIT,), whole=True), moved)
    told = [proof.Told(findings=each, samples=[sample], observations={}) for each in ([own], after)]
    found = proof.objection([own], lines, told[0], told[1], moved)
    return found.instead if found else None


def test_what_comes_to_light_elsewhere_may_be_corrected():
    key = sample_of(TEXT, CODE).key
    known = found(5, sample=key, suggestion="more")
    assert instead([known]) == known
    assert instead([found(5, sample=key)]) is None  # nobody knows how
    assert instead([found(7, suggestion="more")]) is None  # it does not speak against the correction


def test_an_experiment_that_contradicts_another_part():
    other = found(7, rule="contradicted-sentence", claim_key="page:experiment:it", suggestion="more")
    assert instead([other], rule="contradicted-sentence", claim_key="page:experiment:it") == other
    assert instead([other], rule="contradicted-sentence", claim_key="page:experiment:that") is None


def test_where_a_place_stood():
    moved = proof.Moved([INSERTED])
    place = place_of(TEXT, "wrong()")
    assert [each.line for each in moved.before(dataclasses.replace(place, line=5, end_line=6), 8)] == [4]
    assert list(moved.before(dataclasses.replace(place, line=3, end_line=3), 8)) == []  # it is new
