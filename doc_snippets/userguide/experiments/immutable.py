"""An immutable signature takes options, and nothing else."""

from base import about, add, tell

found = tell.si(1).apply_async((2,), {"x": 3}).get(timeout=10)
assert found == {"args": [1], "kwargs": {}}, f"an immutable signature with arguments added is called with {found}"
limits = about.si().apply_async(soft_time_limit=40).get(timeout=10)["timelimit"]
assert 40 in limits, "an option that is added to an immutable signature is lost"
assert (add.si(2, 2) | add.si(4, 4)).apply_async().get(timeout=10) == 8
