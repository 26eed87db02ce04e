"""The request of tasks in a canvas."""

from base import about
from celery import group
from docs_claims import holds

result = (about.si() | about.si() | about.si()).apply_async()
result.get(timeout=10)
third, second, first = (each.get(timeout=10) for each in (result, result.parent, result.parent.parent))
roots = {item["root_id"] for item in (first, second, third)}
holds(roots == {first["id"]}, "root_id is not the id of the first task", "request-root")
parents = [item["parent_id"] for item in (first, second, third)]
holds(parents == [None, first["id"], second["id"]], "parent_id is not the id of the task before", "request-parent")
chain = first["chain"]
holds(
    chain == [third["id"], second["id"]],
    "the chain of the first task is not made of the other tasks, the last one first",
    "request-chain",
)
grouped = group(about.si(), about.si()).apply_async()
groups = {item["group"] for item in grouped.get(timeout=10)}
holds(groups == {grouped.id}, "group is not the id of the group", "request-group")
