from __future__ import annotations

import pytest

from harness import misquotes

NUMBER = "It is retried 3 times before the worker gives up."
IS = "The task is sent again when the worker has died."
NOT = "The task is not sent again when the worker has died."


@pytest.mark.parametrize(
    ("quote", "text", "said", "right"),
    [
        pytest.param(NUMBER, "It is retried 4 times\nbefore the worker gives up.", "4", "3", id="a number"),
        pytest.param(NUMBER, "It is retried four times before the worker gives up.", "four", "three", id="in words"),
        pytest.param(IS, "The task is never sent again when the worker has died.", "is never", "is", id="denied"),
        pytest.param(IS, "The task isn't sent again when the worker has died.", "isn't", "is", id="denied in short"),
        pytest.param(NOT, "The task is sent again when the worker has died.", "is", "is not", id="not denied"),
        pytest.param(
            "A worker doesn't wait for its tasks then.", "A worker does wait for its tasks then.", "does", "doesn't",
            id="not denied in short",
        ),
        pytest.param(
            "It is called before the task is run.", "It is called after the task is run.", "after", "before",
            id="the contrary",
        ),
        pytest.param(
            "When the limit is reached, it waits 3 seconds more.", "When the limit is reached, it waits 4 seconds more.",
            "4", "3", id="behind a condition",
        ),
        pytest.param(
            "It waits {n:int} seconds, and then 2 seconds more each.", "It waits 7 seconds, and then 3 seconds more each.",
            "3", "2", id="beside a slot",
        ),
    ],
)  # fmt: skip
def test_another_word(quote: str, text: str, said: str, right: str):
    found = misquotes.find(quote, f"So it goes. {text} And on.")
    assert found is not None
    assert (found.text, found.right) == (said, right)
    assert f"So it goes. {text}"[found.start : found.end] == said
    assert found.quoted.start == len("So it goes. ")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        pytest.param(NUMBER, NUMBER, id="the quote"),
        pytest.param(NUMBER, NUMBER.replace("3", "three"), id="the same number"),
        pytest.param(NUMBER, NUMBER.replace("3", "many"), id="no number"),
        pytest.param(NUMBER, NUMBER.replace("3", "4").replace("times", "days"), id="two words"),
        pytest.param(NUMBER, NUMBER.replace("worker", "pool"), id="another name"),
        pytest.param(NUMBER, f"{NUMBER.replace('3', '4')} {NUMBER.replace('3', '5')}", id="in two places"),
        pytest.param(NOT, NOT.replace("not", "never"), id="the same in other words"),
        pytest.param("Takes 15 minutes.", "Takes 10 minutes.", id="too few words to know it by"),
        pytest.param(
            "A task is lost when its worker has died.", "A task is lost when its worker has not died.",
            id="a condition",
        ),
        pytest.param(
            "If the limit is 10, and the queue has 100 messages, it waits.",
            "If the limit is 10, and the queue has 90 messages, it waits.",
            id="a condition that goes on",
        ),
        pytest.param(
            "It listens at `127.0.0.1:5672` when nothing else is said.",
            "It listens at `127.0.0.1:5673` when nothing else is said.",
            id="part of an address",
        ),
    ],
)  # fmt: skip
def test_what_is_another_sentence(quote: str, text: str):
    assert misquotes.find(quote, text) is None
