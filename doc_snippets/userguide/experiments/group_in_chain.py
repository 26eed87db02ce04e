"""A group between other tasks."""

from base import add, subtract, tell, tsum
from celery import chain, group
from celery.canvas import chord as is_chord

upgraded = group(add.s(i, i) for i in range(4)) | tsum.s()
assert isinstance(upgraded, is_chord), f"a group and a task make a {type(upgraded).__name__}"
assert upgraded().get(timeout=10) == 12
found = chain(subtract.s(9, 1), group(tell.s("a"), tell.s("b"))).apply_async().get(timeout=10)
assert [item["args"] for item in found] == [[8, "a"], [8, "b"]], f"the tasks of the group get {found}"
