"""The second round: which claims it looks at again, and what speaks against a correction at its end."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from harness import corrections
from harness.corrections import AROUND, First, Proposal
from harness.model import Docs, Target
from harness.repair import assigned, diffs, lookups, proof
from harness.repair.edit import Edit
from harness.repair.edits import Correction
from harness.repair.hidden import Hidden
from tests.checks.conftest import make_claim
from tests.repair.making import FILE, erratum_of, finding_of, place_of

TEXT = "Call ``revok``.\n"
TARGET = Target(name="celery57", celery="5.7.0", kombu="", python="3.11.7", interpreter="python", digest="")
LOOKUP = '"""x\n\nIt needs Celery 5.7.0.\n"""\nCORRECTED = {}\n'


@pytest.mark.parametrize(
    ("line", "end_line", "file", "expected"),
    [
        pytest.param(20, 20, FILE, True, id="on the line"),
        pytest.param(20 + AROUND, 40, FILE, True, id="a little below it"),
        pytest.param(1, 20 - AROUND, FILE, True, id="a little above it"),
        pytest.param(1, 40, FILE, True, id="around it"),
        pytest.param(21 + AROUND, 40, FILE, False, id="further down"),
        pytest.param(20, 20, "docs/other.rst", False, id="in another file"),
    ],
)
def test_claims_that_are_judged_again(line: int, end_line: int, file: str, expected: bool):
    made: Any = {field.name: None for field in dataclasses.fields(corrections._Corrected)} | {"lines": {FILE: {20}}}
    claim = make_claim("x", "literal", file=file, line=line, end_line=end_line)
    assert corrections._Corrected(**made).concerns(claim) is expected


@pytest.mark.parametrize(
    ("script", "status", "objection"),
    [
        pytest.param(LOOKUP, 0, None, id="it is right"),
        pytest.param(LOOKUP, 1, "the reproducer does not hold the corrected text for right", id="it is as wrong"),
        pytest.param(
            LOOKUP, None, "the reproducer does not hold the corrected text for right", id="nobody has seen it"
        ),
        pytest.param(LOOKUP.replace("CORRECTED", "NOTHING"), 1, None, id="a script without the corrected text"),
        pytest.param(LOOKUP + "class Reader:\n", 1, None, id="one that runs samples: they have been run"),
        pytest.param(None, 1, None, id="no script"),
    ],
)
def test_a_correction_has_to_be_found_right(
    monkeypatch: pytest.MonkeyPatch, script: str | None, status: int | None, objection: str | None
):
    monkeypatch.setattr(lookups, "corrected", lambda scripts, interpreter: dict.fromkeys(scripts, status))
    place = place_of(TEXT, "revok")
    erratum = erratum_of(finding_of(place, "revoke"))
    edit = Edit(file=FILE, line=place.line, column=place.column, old="revok", new="revoke")
    proposal = Proposal(erratum=erratum, own=(), corrections=(Correction(docs=place.docs, edits=(edit,), whole=True),))
    held: Any = SimpleNamespace(docs=Docs(version=place.docs, root="/", sha256=""), target=TARGET)
    first = First(held=[held], plans=(), findings=(), observations=(), sides=(), given=None)
    texts: Any = SimpleNamespace(text=lambda version, file: TEXT, lines=lambda version, file: TEXT.split("\n"))
    second = corrections._Second(first, [proposal], texts, lambda findings: [])
    second.look_up({erratum.id: script})
    assert second.objections.get((erratum.id, place.docs)) == objection


PAGE = """Text::

    >>> wrong()
    <type 'dict'>
    >>> x = f()
    [1]
"""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(
            {"severity": "cosmetic", "suggestion": "<class 'dict'>"},
            PAGE.replace("wrong", "right").replace("type", "class"),
            id="how something is written",
        ),
        pytest.param(
            {"severity": "wrong-value", "suggestion": "<class 'dict'>"}, None, id="another value speaks against it"
        ),
        pytest.param({"severity": "cosmetic", "suggestion": None}, None, id="nobody knows how"),
        pytest.param(
            {"severity": "cosmetic", "suggestion": "x", "blame": "undecided"}, None, id="perhaps it is no mistake"
        ),
    ],
)
def test_what_comes_to_light_is_corrected_as_well(found: dict[str, Any], expected: str | None):
    second, key = made(PAGE, "wrong", "right", "undefined-name")
    instead = finding_of(place_of(PAGE, "<type 'dict'>"), None, rule="outdated-repr")
    second.instead[key] = dataclasses.replace(instead, **found), proof.Moved(second.corrections[key].edits)
    assert second._amend(key) is (expected is not None)
    assert diffs.edited(PAGE, second.edits(key[1], FILE)) == (expected or PAGE.replace("wrong", "right"))


def test_a_result_is_asked_for_what_it_holds():
    second, key = made(PAGE, "[1]", ">>> x\n    [1]", "output-of-assignment")
    edit = Edit(file=FILE, line=6, column=1, old="", new="    >>> x\n")
    second._leave(key)
    second.corrections[key] = Correction(docs=key[1], edits=(edit,), whole=True)
    assert second._join(key, second.corrections[key])
    seen = finding_of(place_of(PAGE, "[1]"), None, rule="wrong-output", observed="<AsyncResult: <uuid>>")
    second.instead[key] = seen, proof.Moved([edit])
    assert second._amend(key)
    assert diffs.edited(PAGE, second.edits(key[1], FILE)) == PAGE.replace("    [1]", "    >>> x.get()\n    [1]")


def made(text: str, wrong: str, right: str, rule: str) -> tuple[corrections._Second, tuple[str, str]]:
    """A second round with one correction in it, and what it is kept by."""
    place = place_of(text, wrong)
    erratum = erratum_of(finding_of(place, right), rule=rule)
    edit = Edit(file=FILE, line=place.line, column=place.column, old=wrong, new=right)
    proposal = Proposal(erratum=erratum, own=(), corrections=(Correction(docs=place.docs, edits=(edit,), whole=True),))
    first = First(held=(), plans=(), findings=(), observations=(), sides=(), given=None)
    texts: Any = SimpleNamespace(text=lambda version, file: text, lines=lambda version, file: text.split("\n"))
    return corrections._Second(first, [proposal], texts, lambda findings: []), (erratum.id, place.docs)


def test_what_a_mistake_hid_becomes_an_erratum_with_its_correction():
    second, _ = made(PAGE, "wrong", "right", "undefined-name")
    told = finding_of(place_of(PAGE, "f()"), "g()", subject="name:f")
    found = dataclasses.replace(told, place=dataclasses.replace(told.place, line=7))
    brought = erratum_of(told, id="unknown-name-11111111")
    shown: Any = SimpleNamespace()
    second.tell = lambda findings: [brought] if told in findings else []
    second.hidden.append((Hidden(found=found, told=told), shown))
    assert second._propose() == {(brought.id, "5.7.0")}
    assert second.own[brought.id].found == (found,)
    assert second.own[brought.id].shown is shown
    assert "g()" in diffs.edited(PAGE, second.edits("5.7.0", FILE))
    assert second._propose() == set()


SESSION = """Text::

    >>> res = chain(add.s(4), mul.s(8))
    proj.tasks.add(4) | proj.tasks.mul(8)
"""


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        pytest.param("proj.tasks.add(4) | mul(8)", "proj.tasks.add(4) | mul(8)", id="later names are short"),
        pytest.param("proj.tasks.add(4) | proj.tasks.mul(8)", None, id="as it is shown"),
        pytest.param("proj.tasks.add(4) | mul(9)", None, id="another value"),
    ],
)
def test_what_a_name_shows_is_corrected_with_it(seen: str, shown: str | None):
    old = "proj.tasks.add(4) | proj.tasks.mul(8)"
    second, key = made(SESSION, old, "", "output-of-assignment")
    edit = Edit(file=FILE, line=4, column=1, old="", new="    >>> res\n")
    second._leave(key)
    second.corrections[key] = Correction(docs=key[1], edits=(edit,), whole=True)
    second._join(key, second.corrections[key])
    step: Any = SimpleNamespace(source="res", shown=old, output=seen, value=seen, status="done")
    more = assigned.displayed(
        second.own[key[0]].erratum, second.corrections[key], [step], lambda file: SESSION.split("\n")
    )
    assert (more is not None) is (shown is not None)
    if more is not None:
        second.completed[key] = more
        assert second._complete(key)
    expected = SESSION.replace(old, f">>> res\n    {shown or old}")
    assert diffs.edited(SESSION, second.edits(key[1], FILE)) == expected


@pytest.mark.parametrize(
    ("rule", "suggestion", "found", "refuted"),
    [
        pytest.param("undefined-name", "right", "wrong-output", True, id="a guess that gives something else"),
        pytest.param("undefined-name", "import right", "wrong-output", False, id="an import"),
        pytest.param("undefined-name", "right", "unknown-name", False, id="another mistake"),
        pytest.param("wrong-output", "right", "wrong-output", False, id="no guess"),
    ],
)
def test_guesses_that_are_refuted(rule: str, suggestion: str, found: str, refuted: bool):
    place = place_of(PAGE, "wrong")
    erratum = erratum_of(finding_of(place, suggestion, rule=rule))
    assert corrections._is_refuted(erratum, finding_of(place, None, rule=found)) is refuted


def test_a_refuted_guess_is_not_proposed():
    second, key = made(PAGE, "wrong", "right", "undefined-name")
    second.refuted.add(key)
    second.objections[key] = "wrong-output is found instead"
    told = "wrong is not defined: did you mean right, whose docstring this is?"
    proposal = second.own[key[0]]
    second.own[key[0]] = dataclasses.replace(proposal, erratum=dataclasses.replace(proposal.erratum, message=told))
    second._withdraw()
    erratum = second.own[key[0]].erratum
    assert (erratum.suggestion, erratum.message) == (None, "wrong is not defined")
    assert not second.edits(key[1], FILE)
    assert not second.corrections
