"""Reading displays: what is read, where it stands, and that nothing breaks the reader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks._shown import display, values
from harness.checks._shown.nodes import Angle, Bare, Call, Dots, Items, Marked, Node, Pipe, Scalar, Table


def literals() -> st.SearchStrategy[Any]:
    """What Python displays as a literal."""
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=8)
        | st.binary(max_size=4)
    )
    keys = st.text(max_size=6) | st.integers()
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.tuples(inner, inner)
            | st.tuples(inner)
            | st.dictionaries(keys, inner, max_size=4)
            | st.sets(st.integers(), min_size=1, max_size=4)
        ),
        max_leaves=12,
    )


@given(literals())
def test_every_literal_is_read_and_shown_again(value: Any):
    node = values.read(repr(value))
    assert evaluated(display.show(node)) == value


def evaluated(text: str) -> Any:
    return eval(text, {"inf": float("inf")})


@given(literals())
def test_a_node_knows_where_it_stands(value: Any):
    text = f"\n  {value!r}"
    for node in parts(values.read(text)):
        assert evaluated(text[node.start : node.end]) == evaluated(display.show(node))


def parts(node: Node) -> list[Node]:
    inner: list[Node] = []
    if isinstance(node, Items):
        inner = list(node.items)
    elif isinstance(node, Table):
        inner = [part for pair in node.pairs for part in pair]
    return [node, *(part for item in inner for part in parts(item))]


@given(st.text(alphabet="[](){}<>'\"\\,:=|%~.#u0a-\n \x00é", max_size=60))
def test_no_text_breaks_the_reader(text: str):
    try:
        nodes = values.read_all(text)
    except values.Unreadable:
        return
    for node in nodes:
        display.show(node)
        display.layout(node, width=10)


@pytest.mark.parametrize("text", ["[" * 5000, "(" * 5000, "%" * 5000, "f(" * 5000, "<" * 5000, "{1:" * 5000])
def test_what_is_too_deep_is_not_read(text: str):
    with pytest.raises(values.Unreadable):
        values.read(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("add(2, 2)", Call),
        ("proj.tasks.add(4, 2, debug=True)", Call),
        ("add(2, 2) | %add((add(1), add(2)), 1)", Pipe),
        ("%add([add(1, 1)], 2)", Marked),
        ("<@task: proj.tasks.add of proj at 0x7f72f2fc1690>", Angle),
        ("<unbound Queue celery -> <unbound Exchange celery(direct)> -> celery>", Angle),
        ("<class '__main__.add'>", Angle),
        ("d6b3aea2-fb9b-4ebc-8da4-848818db9114", Bare),
        ("__main__.add", Bare),
        ("...", Dots),
        ("4", Scalar),
        ("-4.5e3", Scalar),
        ("None", Scalar),
        ("u'x'", Scalar),
        ("1753L", Scalar),
        ("'a' 'b'", Scalar),
        ("frozenset({1})", Call),
        ("set()", Items),
        ("{1, 2}", Items),
        ("{}", Table),
        ("{'a': 1, ...}", Table),
        ("OrderedDict([('a', 1)])", Call),
        ("[1,  # one\n 2]", Items),
    ],
)
def test_reads(text: str, kind: type[Node]):
    assert type(values.read(text)) is kind


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "# only a comment", "hello world", "[1, 2", "<open", "1 2",
        "{step:proj.StepB{()}", "[proj.tasks.add(*x) for x in [1]]", "celery worker -A proj", "{1: 2, 3}", "'a' b'c'",
        "a" * (values.LONGEST + 1),
    ],
)  # fmt: skip
def test_reads_nothing_that_it_does_not_know(text: str):
    with pytest.raises(values.Unreadable):
        values.read(text)


def test_several_values_stand_on_lines_of_their_own():
    assert [display.show(node) for node in values.read_all("{'a': 1,\n 'b': 2}\n4\n'x'")] == [
        "{'a': 1, 'b': 2}",
        "4",
        "'x'",
    ]
    with pytest.raises(values.Unreadable):
        values.read_all("4 'x'")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("[1, 2, 3]", 20, ["[1, 2, 3]"]),
        ("[100, 200, 300]", 10, ["[100,", " 200,", " 300]"]),
        ("{'key': [100, 200]}", 15, ["{'key': [100,", "         200]}"]),
        ("('only',)", 5, ["('only',)"]),
        ("<@task: a.very.long.name>", 5, ["<@task: a.very.long.name>"]),
    ],
)
def test_is_laid_out_as_pprint_does(text: str, width: int, lines: list[str]):
    assert display.layout(values.read(text), width=width).split("\n") == lines


def test_a_dict_with_arguments_in_it_is_read_and_known_to_be_none_of_pythons():
    node = values.read("{'task': 'tasks.add', args=(2, 2)}")
    assert isinstance(node, Table)
    assert node.odd
    assert not values.read("{'a': 1}").odd  # type: ignore[attr-defined]
