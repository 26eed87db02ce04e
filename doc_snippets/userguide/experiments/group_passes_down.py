"""Which of a group's tasks a callback of the group is linked to."""

from base import noted, subtract, tell
from celery import group
from docs_claims import eventually

tasks = group(subtract.s(9, 1), subtract.s(9, 2))
tasks.link(tell.s())
result = tasks()
result.get(timeout=10)
eventually(lambda: noted(event="tell"))
counts = [len(child.children or ()) for child in result.children]
assert counts == ([1, 0] if corrected else [1, 1]), (
    "a group passes a linked callback down to the first of its signatures only"
    if counts == [1, 0]
    else f"of the two signatures of a group {sum(map(bool, counts))} got the linked callback"
)
