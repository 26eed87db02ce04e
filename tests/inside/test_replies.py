"""Whose replies are awaited, and how long."""

from __future__ import annotations

import pytest

from harness.inside import replies

HERE = ["celery@here", "w1@example.com"]


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        pytest.param({}, 2, id="of everybody"),
        pytest.param({"destination": ["w1@example.com"]}, 1, id="of one"),
        pytest.param({"limit": 1}, 1, id="as many as are wanted"),
        pytest.param({"destination": []}, 2, id="of nobody in particular"),
    ],
)
def test_those_that_are_there_are_waited_for(given, limit):
    changed = {"reply": True, "timeout": 1, **given}
    replies.have_patience(changed, HERE)
    assert (changed["limit"], changed["timeout"]) == (limit, replies.PATIENCE)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"destination": ["gone@nowhere"]}, id="one that is not there"),
        pytest.param({"destination": ["w1@example.com", "gone@nowhere"]}, id="one of two is there"),
        pytest.param({"destination": "w1@example.com"}, id="what will be refused"),
        pytest.param({"limit": 3}, id="more than there are"),
        pytest.param({"pattern": "w*"}, id="a pattern"),
    ],
)
def test_others_are_waited_for_as_the_caller_says(given):
    changed = {"reply": True, "timeout": 1, **given}
    replies.have_patience(changed, HERE)
    assert changed == {"reply": True, "timeout": 1, **given}


def test_nobody_is_waited_for_when_nobody_is_there():
    given = {"reply": True}
    replies.have_patience(given, [])
    assert given == {"reply": True}


def test_a_longer_wait_stays():
    given = {"reply": True, "timeout": 60}
    replies.have_patience(given, HERE)
    assert given["timeout"] == 60
