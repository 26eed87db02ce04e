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
    f"a callback is passed to the first of the group's signatures only: the tasks call {counts}"
)
