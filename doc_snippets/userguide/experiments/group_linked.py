"""What a callback of a group gets."""

from base import noted, subtract, tell
from celery import group
from docs_claims import eventually

tasks = group(subtract.s(9, 1), subtract.s(9, 2))
tasks.link(tell.s())
assert tasks().get(timeout=10) == [8, 7], "the group does not return the results of its tasks"
eventually(lambda: noted(event="tell"))
found = [entry["args"] for entry in noted(event="tell")]
assert [[8, 7]] not in found, "the callback was called with the results of the whole group"
