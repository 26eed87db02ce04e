"""Results of a chain, from the last one up."""

from base import add, subtract

tasks = (subtract.s(9, 1), subtract.s(2), subtract.s(3))
steps = tasks[0] | tasks[1] | tasks[2]
result = steps.apply_async()
found = [result.get(timeout=10), result.parent.get(timeout=10), result.parent.parent.get(timeout=10)]
assert found == [3, 6, 8], f"the results from the last one up are {found}"
assert result.parent.parent.parent is None, "the first task of a chain has a parent"
linked = add.apply_async((2, 2), link=subtract.s(1))
linked.get(timeout=10)
assert [child.get(timeout=10) for child in linked.children] == [3], f"the children are {linked.children}"
