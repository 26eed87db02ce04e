"""Whether a task may wait for another."""

from waiting import synchronous

found = synchronous.delay().get(timeout=20)
assert found != 4, "a task gets the result of another within it"
