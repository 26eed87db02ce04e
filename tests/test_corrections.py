"""The second round: which claims it looks at again, and what speaks against a correction at its end."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import pytest

from harness import corrections
from harness.corrections import AROUND, First, Proposal
from harness.model import Docs, Target
from harness.repair import lookups
from harness.repair.edits import Correction, Edit
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
    second = corrections._Second(first, [proposal], texts)
    second.look_up({erratum.id: script})
    assert second.objections.get((erratum.id, place.docs)) == objection
