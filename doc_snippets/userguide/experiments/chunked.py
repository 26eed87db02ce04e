"""How many tasks chunks make, and how much each of them does."""

from base import add
from docs_claims import expect

parts = list(add.chunks(zip(range(1000), range(1000)), 10).group().tasks)
expect("tasks", claimed["tasks"], len(parts))
results = [part.apply_async().get(timeout=10) for part in parts[:2]]
assert results[1] == [2 * item for item in range(10, 20)], f"the second chunk gives {results[1]}"
expect("size", claimed["size"], len(results[0]))
expect("each", claimed["each"], len(results[1]))
