"""Names of link targets that are written as no links."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import unlinked
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
TARGETS = ".. _`The Guide`: https://example.com/\n.. _tool: https://example.com/tool\n.. _below:\n    https://example.com/\n.. _label:\n\n"


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    """A case of the text between the marks «» of a line."""

    def make(line: str, more: str = "", **changes) -> Case:
        before, _, rest = line.partition("«")
        text, _, behind = rest.partition("»")
        file = tmp_path / "docs" / "userguide" / "page.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Page\n====\n{before}{text}{behind}\n\n{more}\n\n{TARGETS}")
        fields = {"form": "title-ref"}
        claim = make_claim(text, "literal", column=len(before) + 1, **{"fields": fields, **changes})
        made = make_case(claim=claim)
        return dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        pytest.param("See `«the guide»`, that", "`the guide`_", id="quoted"),
        pytest.param("(requires `«tool»`).", "`tool`_", id="a word"),
        pytest.param("See `«below»`.", "`below`_", id="its address below"),
    ],
)
def test_finds(case: Callable[..., Case], line: str, suggestion: str):
    (finding,) = unlinked.find(case(line))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("bare-reference", suggestion, suggestion[:-1])
    assert finding.place.column == line.index("«")


def test_a_target_whose_address_is_none_is_not_suggested(case: Callable[..., Case]):
    (finding,) = unlinked.find(case("See `«Odd One»`.", ".. _`Odd One`: part three\n    https://example.com/"))
    assert finding.suggestion is None
    assert finding.message.endswith("whose address has blanks in it")


@pytest.mark.parametrize(
    ("line", "more", "changes"),
    [
        pytest.param("See `«tool»`_.", "", {}, id="a link"),
        pytest.param("See `«tool»`.", "More of the tool_ here.", {}, id="a target that is used"),
        pytest.param("See `«the guide»`.", "Our `The  Guide`_.", {}, id="the same, quoted"),
        pytest.param("See `«label»`.", "", {}, id="a label of the page"),
        pytest.param("See `«nothing»`.", "", {}, id="no target"),
        pytest.param("See `«tool»`.", "Next\n====\n\nText.", {}, id="a word, and the target in another section"),
        pytest.param("See :ref:`«tool»`.", "", {}, id="a role"),
        pytest.param("See `«tool»`.", "", {"fields": {"form": "literal"}}, id="a literal"),
        pytest.param("See `«tool»`.", "", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], line: str, more: str, changes: dict):
    made = case(line, more, **changes)
    assert (list(unlinked.find(made)), unlinked.covers(made)) == ([], False)
