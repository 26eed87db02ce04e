"""What a group's result tells."""

from base import add, fail, slowly
from celery import group
from docs_claims import eventually

tasks = group(slowly.s("last", 0.4), add.s(1, 1), fail.s(), slowly.s("first", 0))
result = tasks.apply_async()
eventually(result.ready)
found = result.join(propagate=False)
assert found[0] == "last" and found[1] == 2 and found[3] == "first", f"the results are {found}"
assert result.failed() is True, "failed() is not True though one has failed"
assert result.successful() is False, "successful() is not False though one has failed"
assert result.waiting() is False, "waiting() is not False though all are ready"
assert result.completed_count() == 3, f"completed_count() is {result.completed_count()} with 3 successful and 1 failed"
later = group(add.s(1, 1), add.s(2, 2).set(countdown=60)).apply_async()
later.children[0].get(timeout=10)
assert (later.ready(), later.waiting()) == (False, True), f"ready, waiting: {later.ready()}, {later.waiting()}"
later.revoke()
