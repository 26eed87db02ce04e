"""A group between other tasks."""

from base import add, subtract, tell, tsum
from celery import chain, group
from celery.canvas import chord as is_chord
from docs_claims import holds

upgraded = group(add.s(i, i) for i in range(4)) | tsum.s()
told = f"a group and a task make a {type(upgraded).__name__}"
holds(isinstance(upgraded, is_chord) and upgraded().get(timeout=10) == 12, told, "group-upgraded")
found = chain(subtract.s(9, 1), group(tell.s("a"), tell.s("b"))).apply_async().get(timeout=10)
given = [item["args"] for item in found]
holds(given == [[8, "a"], [8, "b"]], f"the tasks of the group get {given}", "group-forwarded")
