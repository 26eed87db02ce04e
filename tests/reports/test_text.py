"""What reports leave out of what was seen."""

from __future__ import annotations

import pytest

from harness.reports import _text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("amqp://fred:hunter2@h//", "amqp://**@h//", id="a login"),
        pytest.param("redis://:hunter2@h/0", "redis://**@h/0", id="a password alone"),
        pytest.param("amqp://fred@h//", "amqp://**@h//", id="a name alone"),
        pytest.param("amqp://guest:**@h//", "amqp://guest:**@h//", id="as Celery tells it"),
        pytest.param("redis://:**@h/0", "redis://:**@h/0", id="a password that is masked"),
        pytest.param("amqp://**:**@h//", "amqp://**:**@h//", id="masked"),
        pytest.param("amqp://h//", "amqp://h//", id="no login"),
    ],
)
def test_logins(text: str, told: str):
    assert _text.masked(text) == told


def test_what_stands_in_the_docs_is_no_secret():
    assert _text.masked("amqp://user:password@h//", "use amqp://user:password@h//") == "amqp://user:password@h//"
