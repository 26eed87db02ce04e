"""Results of a chain, from the last one up."""

from base import add, subtract
from docs_claims import holds

tasks = (subtract.s(9, 1), subtract.s(2), subtract.s(3))
steps = tasks[0] | tasks[1] | tasks[2]
result = steps.apply_async()
found = [result.get(timeout=10), result.parent.get(timeout=10), result.parent.parent.get(timeout=10)]
told = f"the results from the last one up are {found}"
holds(found[0] == 3, told, "chain-result")
holds(found == [3, 6, 8], told, "chain-parents")
holds(result.parent.parent.parent is None, "the first task of a chain has a parent", "chain-parents")
linked = add.apply_async((2, 2), link=subtract.s(1))
linked.get(timeout=10)
found = [child.get(timeout=10) for child in linked.children]
holds(found == [3], f"the results of the children are {found}", "children")
