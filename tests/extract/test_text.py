"""Leading what the parser saw back to the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.extract.text import Spot, Text, find_block, find_span, outward, shown, split


@pytest.mark.parametrize(
    ("raw", "offset", "column"),
    [
        ("abc", 0, 1),
        ("abc", 2, 3),
        ("abc", 3, 4),
        ("\tx", 8, 2),
        ("  \tx", 8, 4),
        ("a\tb\tc", 16, 5),
        ("\tx", 12, 3),
    ],
)
def test_spot(raw: str, offset: int, column: int) -> None:
    assert Text("f", [raw]).spot(0, offset) == Spot(1, column)


@given(st.text(st.sampled_from("ab \t"), max_size=20))
def test_each_character_is_led_back_to_itself(raw: str) -> None:
    text = Text("f", [raw])
    for offset, character in enumerate(text.lines[0]):
        there = raw[text.spot(0, offset).column - 1]
        assert there in (character, "\t")


@given(st.text(st.sampled_from("a \r\n\x0b\x0c\x1c\x85\u2028"), max_size=20))
def test_lines_are_those_of_an_editor(content: str) -> None:
    lines = [shown(line) for line in split(content)]
    assert len(lines) == content.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(len(line.splitlines()) <= 1 for line in lines)


@given(st.integers(-5, 30), st.integers(0, 20), st.integers(0, 30))
def test_outward(hint: int, size: int, reach: int) -> None:
    found = list(outward(hint, size, reach))
    assert sorted(found) == [number for number in range(size) if abs(number - hint) <= reach]
    assert [abs(number - hint) for number in found] == sorted(abs(number - hint) for number in found)


LINES = ["x = 1", "", "    x = 1", "    y = 2", "", ".. d:: x = 1", "   y = 2", "| x = 1 |", "| y = 2 |", "x = 1"]


@pytest.mark.parametrize(
    ("code", "hint", "found"),
    [
        pytest.param(["x = 1"], 0, [(0, 0)], id="in its line"),
        pytest.param(["x = 1"], 2, [(2, 4)], id="indented"),
        pytest.param(["x = 1"], 9, [(9, 0)], id="the one at the line"),
        pytest.param(["x = 1", "y = 2"], 2, [(2, 4), (3, 4)], id="two lines"),
        pytest.param(["x = 1", "y = 2"], 3, [(2, 4), (3, 4)], id="the nearest that is whole"),
        pytest.param(["x = 1", "y = 2"], 5, [(5, 7), (6, 3)], id="behind a directive's name"),
        pytest.param(["x = 1", "y = 2"], 7, [(7, 2), (8, 2)], id="in a cell"),
        pytest.param(["x = 1", "", "    x = 1"], 0, [(0, 0), (1, 0), (2, 0)], id="a margin of its own"),
        pytest.param(["x = 2"], 0, None, id="nowhere"),
        pytest.param(["x = 1"] * 20, 0, None, id="longer than the file"),
        pytest.param(["x = 1"], 900, [(9, 0)], id="past the end"),
    ],
)
def test_find_block(code: list[str], hint: int, found: list[tuple[int, int]] | None) -> None:
    assert find_block(Text("f", LINES), code, hint) == found


@pytest.mark.parametrize(
    ("content", "hint", "nth", "spot"),
    [
        pytest.param("``b``", 0, 0, Spot(1, 3), id="the first cell"),
        pytest.param("``b``", 0, 1, Spot(1, 11), id="the second cell"),
        pytest.param("``b``", 0, 2, Spot(1, 3), id="round again"),
        pytest.param("``b``c", 1, 0, Spot(2, 1), id="whole"),
        pytest.param("two\nlines", 2, 0, Spot(3, 3), id="over two lines"),
        pytest.param("term", 5, 0, Spot(5, 1), id="the line before the hint"),
        pytest.param("term", 300, 0, Spot(5, 1), id="far before the hint"),
    ],
)
def test_find_span(content: str, hint: int, nth: int, spot: Spot) -> None:
    lines = ["| ``b`` | ``b`` |", "``b``c ``b``", "- two", "  lines", "term : terms"]
    span = find_span(Text("f", lines), content, hint, nth=nth)
    assert span is not None
    assert span.spot(0) == spot


def test_a_span_knows_the_place_of_each_character() -> None:
    span = find_span(Text("f", ["- two", "  lines"]), "two\nlines", 0)
    assert span is not None
    assert [span.spot(position) for position in (2, 4, 8)] == [Spot(1, 5), Spot(2, 3), Spot(2, 7)]


def test_no_span() -> None:
    assert find_span(Text("f", ["a"]), "b", 0) is None
