"""What is added to a signature when it is applied."""

from base import about, subtract, tell
from docs_claims import holds

found = subtract.s(10).delay(30).get(timeout=10)
holds(found == 20, "arguments that are added stand behind those of the signature", "partial-arguments")
found = tell.s(1, a=1, b=1).apply_async((2,), {"b": 2}).get(timeout=10)
told = f"the task is called with {found['args']} and {found['kwargs']}"
holds(found["args"] == [2, 1], told, "partial-arguments")
holds(found["kwargs"] == {"a": 1, "b": 2}, told, "partial-keywords")
limits = about.s().set(soft_time_limit=30, time_limit=90).apply_async(soft_time_limit=40).get(timeout=10)["timelimit"]
holds(
    sorted(limits) == [40, 90],
    f"with time limits of 30 and 90, and 40 added, the limits are {' and '.join(map(str, limits))}",
    "partial-options",
)
