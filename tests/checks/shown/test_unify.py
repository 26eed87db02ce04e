"""Properties of comparing: real output agrees with itself, whatever is volatile in it; what is determined does not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harness.checks._shown import comparison, display, steady, values
from harness.checks._shown.ledger import Situation
from tests.checks.shown.test_values import literals

SURE = Situation()
NODES = st.sampled_from(["celery@machine", "worker1@example.com", "w.local"])
UUID = st.uuids().map(str)
ADDRESS = st.integers(min_value=0x1000, max_value=2**47).map(hex)
TIME = st.datetimes().map(lambda moment: moment.isoformat(" "))


@st.composite
def replies(draw: st.DrawFn) -> str:
    """What workers reply, as inspecting gives it."""
    record = {
        "id": draw(UUID),
        "name": "proj.tasks.add",
        "args": draw(st.lists(st.integers(), max_size=3)),
        "kwargs": {},
        "eta": draw(TIME),
        "hostname": draw(NODES),
        "worker_pid": draw(st.integers(1, 99999)),
        "time_start": draw(st.floats(0, 2e9)),
        "acknowledged": draw(st.booleans()),
    }
    return repr({draw(NODES): [record] * draw(st.integers(1, 3))})


@st.composite
def displays(draw: st.DrawFn) -> str:
    """A display with volatile parts."""
    task, app = draw(st.sampled_from(["add", "proj.add"])), draw(st.sampled_from(["__main__", "proj"]))
    return draw(
        st.sampled_from(
            [
                f"<AsyncResult: {draw(UUID)}>",
                f"<Celery {app} at {draw(ADDRESS)}>",
                f"<@task: {task} of {app} at {draw(ADDRESS)}>",
                f"<GroupResult: {draw(UUID)} [{', '.join(draw(st.lists(UUID, min_size=1, max_size=3)))}]>",
                f"[<AsyncResult: {draw(UUID)}>, 4]",
                repr({"id": draw(UUID), "at": draw(TIME)}),
                f"{task}(2, 2)",
            ]
        )
    )


def differs(shown: str, real: str) -> tuple[comparison.Difference, ...]:
    found = comparison.compare(shown, real, real, SURE)
    assert found is not None
    return found.differences


@given(literals())
def test_a_literal_agrees_with_itself(value: Any):
    assume(repr(value).strip() not in ("...", ""))
    assert differs(repr(value), repr(value)) == ()


@given(replies())
def test_a_reply_agrees_with_itself(reply: str):
    assert differs(reply, reply) == ()


@given(replies(), replies())
def test_a_reply_agrees_with_one_of_another_run(shown: str, real: str):
    assert differs(shown, real) == ()


@given(st.data())
def test_a_display_agrees_with_itself_in_another_run(data: st.DataObject):
    shown = data.draw(displays())
    real = data.draw(displays().filter(lambda text: shape(text) == shape(shown)))
    assert differs(shown, real) == ()


def shape(text: str) -> str:
    return type(values.read(text)).__name__ + text[:8]


@given(st.dictionaries(st.text(), literals(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(table: dict[str, Any], order: random.Random):
    pairs = list(table.items())
    order.shuffle(pairs)
    assert differs(repr(dict(pairs)), repr(table)) == ()


@given(literals(), st.integers(20, 100))
def test_neither_do_line_breaks(value: Any, width: int):
    laid_out = display.layout(values.read(repr(value)), width=width)
    assume(laid_out.strip() not in ("...", ""))
    assert differs(laid_out, repr(value)) == ()


@given(st.lists(st.integers(), min_size=1, max_size=6), st.data())
def test_another_number_always_differs_for_certain(numbers: list[int], data: st.DataObject):
    index = data.draw(st.integers(0, len(numbers) - 1))
    other = [*numbers[:index], numbers[index] + data.draw(st.integers(1, 9)), *numbers[index + 1 :]]
    (difference,) = differs(repr(other), repr(numbers))
    assert not difference.unsure
    assert display.show(difference.corrected) == repr(numbers[index])


@given(st.lists(st.integers(), min_size=1, max_size=6))
def test_another_count_always_differs_for_certain(numbers: list[int]):
    (difference,) = differs(repr([*numbers, 1]), repr(numbers))
    assert not difference.unsure


@given(st.dictionaries(st.from_regex(r"[a-z]{3,8}", fullmatch=True), st.text("abc"), max_size=4))
def test_a_key_that_is_not_there_always_differs_for_certain(table: dict[str, str]):
    found = differs(repr({**table, "nosuchkey": 1}), repr(table))
    assert any(not item.unsure for item in found)


@given(st.dictionaries(st.from_regex(r"k[a-z]{3,8}", fullmatch=True), st.integers(), max_size=4), st.data())
def test_what_is_corrected_agrees(table: dict[str, int], data: st.DataObject):
    shown = {key: value + data.draw(st.integers(0, 1)) for key, value in table.items()}
    found = comparison.compare(repr(shown), repr(table), repr(table), SURE)
    assert found is not None
    corrected = "\n".join(display.show(node) for node in found.corrected)
    assert differs(corrected, repr(table)) == ()


@given(replies())
def test_what_is_told_of_a_reply_is_steady(reply: str):
    nodes = values.read_all(reply)
    told = steady.tell(nodes, reply)
    for volatile_part in ("celery@machine", "worker1@example.com", "w.local"):
        assert volatile_part not in told


@pytest.mark.parametrize("unsure", ["a variable from nowhere"])
def test_where_values_are_not_certain_nothing_about_them_is(unsure: str):
    found = comparison.compare("[1, {'a': 'x'}]", "", "[2, {'b': 'y', 'c': 1}, 3]", Situation(unsure=unsure))
    assert found is not None
    assert found.certain == ()
    assert found.differences


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_texts_break_the_comparison(shown: str, real: str):
    found = comparison.compare(shown, real, real, SURE)
    assert found is None or found.real in (real, real.strip("\n"), "None")


def test_sets_are_told_in_the_order_of_numbers():
    assert steady.tell(values.read_all("{16, 'b', 4, 20, 'a', 0}"), "") == "{0, 4, 16, 20, 'a', 'b'}"
