"""Tasks with late acknowledgment that raise are acknowledged: the worker, which may hold two messages, goes on."""

from celery.exceptions import TimeoutError
from one_at_a_time_late import add, asked, fail, noted

room = asked("prefetch_count")
results = [fail.delay() for _ in range(room + 1)]
last = add.delay(1, 1)
for result in results[:room]:
    assert isinstance(result.get(propagate=False, timeout=15), ValueError), "the task did not raise"
try:
    last.get(timeout=15)
    results[room].get(propagate=False, timeout=15)
except TimeoutError:
    assert asked("prefetch_count") != room, f"after {room} tasks that raised, the worker takes no messages any more"
runs = noted().count("failed")
assert runs == room + 1, f"{room + 1} tasks that raise were executed {runs} times"
