"""What every experiment has beside it: ways to say that Celery does otherwise than the docs, and to wait for it."""

import multiprocessing
import time

#: Ids of the sentences that the script is run for: several may share a script, which is run for one at a time.
_proving = []


class Contradicted(AssertionError):
    """What stands in one slot of the sentence is not so."""


class Otherwise(AssertionError):
    """The sentence, which shares its script with others, is not so."""


def proving(sentence):
    """Say for which sentence the script is run."""
    _proving[:] = [sentence]


def holds(so, why, *sentences):
    """Say that the sentence is not so, when the script is run for one of these."""
    if not so and set(_proving) & set(sentences):
        raise Otherwise(why)


def contradicted(name, real, why=""):
    """Say that the slot of that name should hold another value."""
    raise Contradicted(f"{name} is {real!r}" + (f"\n{why}" if why else ""))


def otherwise(sentence, **reals):
    """Say in a sentence what is so, and what slots of these names should hold; those that hold it already are right."""
    told = [*(f"{name} is {real!r}" for name, real in reals.items()), f"= {sentence}"]
    raise Contradicted("\n& ".join(told).replace("\n& = ", "\n= "))


def expect(name, claimed, real, why=""):
    """Say so when what a slot claims is not what is real; numbers may differ by a rounding error."""
    numbers = (int, float)
    same = isinstance(real, numbers) and isinstance(claimed, numbers) and abs(real - claimed) < 1e-9
    if not same and real != claimed:
        contradicted(name, real, why)


def eventually(ask, limit=10.0, pause=0.02):
    """The first true answer; RuntimeError when there is none in time, for that proves nothing."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        answer = ask()
        if answer:
            return answer
        time.sleep(pause)
    raise RuntimeError("what the experiment waits for did not happen in time")


def in_fork(run, limit, otherwise, **settings):
    """Have a function run in a fork, which has to end within some seconds: else RuntimeError, with what that means.

    Returns the process, for its exit status.
    """
    process = multiprocessing.get_context("fork").Process(target=run, kwargs=settings)
    process.start()
    process.join(limit)
    if process.is_alive():
        process.kill()
        raise RuntimeError(otherwise)
    return process
