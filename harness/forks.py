"""Work spread over the processors: by forks of this process, which have all that it has read."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from harness import caches, lifeline

Item = TypeVar("Item")
Made = TypeVar("Made")


def spread(work: Callable[[Item], Made], items: Sequence[Item], weight: Callable[[Item], float]) -> list[Made]:
    """What `work` makes of each item, in their order; what it makes has to be one that can be pickled.

    `weight` says about how long an item takes, in any unit.  This process does a share of its own, and what a fork
    could not do: an error is raised here, as it would be without forks.  Where nobody can have forks end with us,
    there are none.
    """
    count = min(caches.cores(), len(items)) if sys.platform == "linux" else 1
    own, *others = shares([weight(item) for item in items], max(count, 1))
    forks = [(share, _Fork(work, [items[number] for number in share])) for share in others]
    try:
        made = {number: work(items[number]) for number in own}
        for share, fork in forks:
            done = fork.result()
            made |= zip(share, done if done is not None else [work(items[number]) for number in share], strict=True)
    finally:
        for _, fork in forks:
            fork.end()
    return [made[number] for number in range(len(items))]


def shares(weights: Sequence[float], count: int) -> list[list[int]]:
    """Numbers of items in shares of about one weight, the heaviest items first."""
    found: list[list[int]] = [[] for _ in range(count)]
    loads = [0.0] * count
    for number in sorted(range(len(weights)), key=lambda number: -weights[number]):
        lightest = loads.index(min(loads))
        found[lightest].append(number)
        loads[lightest] += weights[number]
    return found


class _Fork:
    """A process that does a share and tells what it has made."""

    def __init__(self, work: Callable[[Item], Made], share: Sequence[Item]) -> None:
        read, write = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            # The fork does nothing that waits for another thread.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if not self.pid:
            _tell(work, share, parent, write)
        os.close(write)
        self.told = os.fdopen(read, "rb")

    def result(self) -> list[Any] | None:
        """What it has made, None when it could not."""
        try:
            made: list[Any] = pickle.load(self.told)
        except (EOFError, pickle.UnpicklingError):
            return None
        return made

    def end(self) -> None:
        """Nothing is left of it."""
        self.told.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _tell(work: Callable[[Item], Made], share: Sequence[Item], parent: int, write: int) -> NoReturn:
    """Do a share, write what it makes, and end, without what this process had to do at its own end."""
    try:
        lifeline.bind(parent)
        gc.freeze()  # what is shared stays so
        data = pickle.dumps([work(item) for item in share])
        with os.fdopen(write, "wb") as file:
            file.write(data)
    finally:
        os._exit(0)
