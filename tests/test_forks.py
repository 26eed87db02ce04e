"""Work that is spread over forks comes out as it would without them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness import caches, forks

#: What is made of an item that is to make trouble in a fork.
TROUBLE = 13


@pytest.fixture(params=[1, 2, 5], ids=lambda count: f"{count} processors", autouse=True)
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(caches, "cores", lambda: request.param)
    return int(request.param)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """No process is left of those that a test has begun."""
    before = children()
    yield
    assert children() <= before


def children() -> set[str]:
    """Processes below this one, those included that nobody has waited for."""
    return {pid for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()}


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_everything_is_done_in_order(count: int):
    items = list(range(count))
    assert forks.spread(lambda item: item * item, items, float) == [item * item for item in items]


def test_more_than_a_pipe_holds():
    made = forks.spread(lambda item: str(item) * 200_000, range(6), float)
    assert [len(each) for each in made] == [200_000] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no forks")
def test_it_is_spread(processors: int):
    pids = set(forks.spread(lambda item: os.getpid(), range(20), lambda item: 1))
    assert len(pids) == processors
    assert os.getpid() in pids


def test_an_error_is_raised_here():
    def work(item: int) -> int:
        if item == TROUBLE:
            raise LookupError(item)
        return item

    with pytest.raises(LookupError, match=str(TROUBLE)):
        forks.spread(work, range(20), lambda item: 1)


@pytest.mark.parametrize("end", [lambda: os._exit(3), lambda: os.kill(os.getpid(), signal.SIGKILL)])
def test_what_a_fork_could_not_do_is_done_here(end):
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            end()
        return item

    assert forks.spread(work, range(20), lambda item: 1) == list(range(20))


def test_an_error_here_leaves_no_fork():
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() == here:
            raise KeyboardInterrupt
        signal.pause()
        return item

    with pytest.raises(KeyboardInterrupt):
        forks.spread(work, range(20), lambda item: 1)


@settings(max_examples=50)
@given(weights=st.lists(st.floats(0, 100), max_size=40), count=st.integers(1, 8))
def test_shares_are_about_as_heavy(weights: list[float], count: int):
    shares = forks.shares(weights, count)
    assert sorted(number for share in shares for number in share) == list(range(len(weights)))
    loads = [sum(weights[number] for number in share) for share in shares]
    assert max(loads) - min(loads) <= max(weights, default=0) + 1e-6
