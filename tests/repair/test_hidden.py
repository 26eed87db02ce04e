"""Mistakes that come to light once others are corrected, and where they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from harness.model import Finding
from harness.repair import hidden, proof
from harness.repair.edit import Edit
from tests.repair.making import FILE, finding_of, place_of, sample_of

TEXT = "Text::\n\n    import x\n    wrong()\n    more(one,\n         two)\n\n``wrong``\n"
CODE = "import x\nwrong()\nmore(one,\n     two)"
#: The first mistake corrected, with a line above it that was missing.
CORRECTED = "Text::\n\n    import y\n    import x\n    right(); fine()\n    more(one,\n         two)\n\n``wrong``\n"
NEW = "import y\nimport x\nright(); fine()\nmore(one,\n     two)"
EDITS = [
    Edit(file=FILE, line=3, column=1, old="", new="    import y\n"),
    Edit(file=FILE, line=4, column=5, old="wrong()", new="right(); fine()"),
]


def found(words: str, *, known: Sequence[Finding] = (), sample: bool = True, **changes: object) -> list[Finding]:
    """What is told of a finding about words of the corrected text."""
    old, new = sample_of(TEXT, CODE), dataclasses.replace(sample_of(CORRECTED, NEW), key="page:new:1")
    finding = finding_of(place_of(CORRECTED, words), None, sample=new.key if sample else None)
    finding = dataclasses.replace(finding, **{"subject": "name:hidden", "observed": "hidden", **changes})
    before = proof.Told(findings=known, samples=[old], observations={})
    after = proof.Told(findings=[finding], samples=[new], observations={})
    lines = TEXT.split("\n")
    return [each.told for each in hidden.hidden(before, after, proof.Moved(EDITS), lambda file: lines)]


@pytest.mark.parametrize(
    ("words", "line", "column"),
    [
        pytest.param("more(one,\n         two)", 5, 5, id="over lines"),
        pytest.param("two", 6, 10, id="below"),
        pytest.param("import x", 3, 5, id="above"),
    ],
)
def test_what_was_hidden_is_told_where_it_stands(words: str, line: int, column: int):
    (finding,) = found(words)
    assert (finding.place.line, finding.place.column, finding.place.text) == (line, column, words)
    assert finding.sample == sample_of(TEXT, CODE).key


def test_lines_that_were_corrected_are_told_as_they_stand():
    (finding,) = found("import x\n    right(); fine()")
    assert (finding.place.line, finding.place.column, finding.place.text) == (3, 5, "import x\nwrong()")


KNOWN = finding_of(place_of(TEXT, "two"), None, subject="name:hidden")


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(found("fine()"), id="words that a correction has made"),
        pytest.param(found("import y"), id="a line that a correction has made"),
        pytest.param(found("two", blame="undecided"), id="an open question"),
        pytest.param(found("two", blame="harness"), id="a fault of ours"),
        pytest.param(found("``wrong``", sample=False), id="no sample"),
        pytest.param(found("two", known=[KNOWN]), id="what was found before"),
    ],
)
def test_left_alone(finding: list[Finding]):
    assert finding == []


def test_what_a_hidden_mistake_rested_on_was_right_when_it_was_found():
    (finding,) = found("two", evidence={"depends_on": ["page:old:1"], "source": "more(one, two)"})
    assert finding.evidence == {"source": "more(one, two)"}
