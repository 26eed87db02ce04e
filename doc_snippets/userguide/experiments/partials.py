"""What is added to a signature when it is applied."""

from base import about, subtract, tell

assert subtract.s(10).delay(30).get(timeout=10) == 20, "arguments that are added stand behind those of the signature"
found = tell.s(1, a=1, b=1).apply_async((2,), {"b": 2}).get(timeout=10)
assert found == {"args": [2, 1], "kwargs": {"a": 1, "b": 2}}, f"partial and added arguments make {found}"
limits = about.s().set(soft_time_limit=30, time_limit=90).apply_async(soft_time_limit=40).get(timeout=10)["timelimit"]
assert sorted(limits) == [40, 90], f"time limits of 30 and 90 with 40 added are {limits}"
