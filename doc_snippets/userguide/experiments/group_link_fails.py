"""What becomes of a group whose callback takes other arguments than it is given."""

from base import add
from celery import group

tasks = group(add.s(2, 2), add.s(4, 4))
tasks.link(add.s())
result = tasks()
first, second = (child.get(timeout=10, propagate=False) for child in result.children)
if corrected:
    assert isinstance(first, TypeError) and second == 8, "it is not the first task that fails, with a TypeError"
    assert not result.children[0].children, "the callback was sent"
elif [first, second] != [4, 8]:
    otherwise(
        "the first of the tasks itself fails with a TypeError: its callback's arguments are checked before it is sent"
    )
