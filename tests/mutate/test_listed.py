"""Which mutants an entry of the list means."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.mutate import Mutant, listed

MUTANT = Mutant(
    file="docs/page.rst", line=4, column=5, old="True", new="False", kind="pycon", page="page", operator="shown-value"
)
ENTRY = """
[[equivalent]]
operator = "shown-value"
page = "page"
line = "True"
reason = "it depends on when it is asked"
"""


@pytest.mark.parametrize(
    ("more", "line", "above", "known"),
    [
        pytest.param("", "    True", "    >>> res.ready()", True, id="the line"),
        pytest.param("", "    False", "", False, id="another line"),
        pytest.param('words = "True"', "    True", "", True, id="its words"),
        pytest.param('words = "False"', "    True", "", False, id="other words"),
        pytest.param('above = ">>> res.ready()"', "    True", "    >>> res.ready()", True, id="the line above it"),
        pytest.param('above = ">>> res.ready()"', "    True", "    >>> res.failed()", False, id="below another line"),
    ],
)
def test_an_entry_means(tmp_path: Path, more: str, line: str, above: str, known: bool) -> None:
    path = tmp_path / "equivalent.toml"
    path.write_text(ENTRY + more)
    entries = listed.load(path)
    assert bool(listed.reason(MUTANT, line, entries, above)) == known
    stale = listed.stale(entries, [MUTANT], lambda mutant: (line, above), ["page"])
    assert bool(stale) != known


def test_an_entry_of_another_page_is_not_stale() -> None:
    entry = listed.Listed(operator="shown-value", page="other", line="True", reason="…")
    assert listed.stale([entry], [], lambda mutant: ("", ""), ["page"]) == []


def test_what_is_no_entry_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "equivalent.toml"
    path.write_text(ENTRY + 'belwo = "x"')
    with pytest.raises(ValueError, match=r"equivalent\[0\]: belwo"):
        listed.load(path)


def test_the_list_can_be_read() -> None:
    assert all(entry.reason for entry in listed.load())
