"""The request of tasks in a canvas."""

from base import about
from celery import group

result = (about.si() | about.si() | about.si()).apply_async()
result.get(timeout=10)
third, second, first = (each.get(timeout=10) for each in (result, result.parent, result.parent.parent))
assert {item["root_id"] for item in (first, second, third)} == {first["id"]}, "root_id is not the id of the first task"
parents = [item["parent_id"] for item in (first, second, third)]
assert parents == [None, first["id"], second["id"]], f"parent_id is {parents}"
assert first["chain"] == [third["id"], second["id"]], f"the chain of the first task is {first['chain']}"
grouped = group(about.si(), about.si()).apply_async()
assert {item["group"] for item in grouped.get(timeout=10)} == {grouped.id}, "group is not the id of the group"
