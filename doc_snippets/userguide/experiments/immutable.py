"""An immutable signature takes options, and nothing else."""

from base import about, add, tell

found = tell.si(1).apply_async((2,), {"x": 3}).get(timeout=10)
assert found == {"args": [1], "kwargs": {}}, "an immutable signature takes arguments that are added"
limits = about.si().apply_async(soft_time_limit=40).get(timeout=10)["timelimit"]
assert 40 in limits, "an option that is added to an immutable signature is lost"
chained = (add.si(2, 2) | add.si(4, 4)).apply_async().get(timeout=10)
assert chained == 8, "an immutable signature in a chain gets the result of the task before it"
