"""What a group's result tells."""

from base import add, fail, slowly
from celery import group
from docs_claims import eventually, holds

tasks = group(slowly.s("last", 0.4), add.s(1, 1), fail.s(), slowly.s("first", 0))
result = tasks.apply_async()
eventually(result.ready)
found = result.join(propagate=False)
holds(found[0] == "last" and found[1] == 2 and found[3] == "first", f"the results are {found}", "group-join")
holds(result.failed() is True, "failed() is not True though one has failed", "group-failed")
holds(result.waiting() is False, "waiting() is not False though all are ready", "group-waiting")
count = result.completed_count()
holds(count == 3, f"completed_count() is {count} with 3 successful and 1 failed", "group-completed")
later = group(add.s(1, 1), add.s(2, 2).set(countdown=60)).apply_async()
later.children[0].get(timeout=10)
holds(later.waiting() is True, "waiting() is not True though one is not ready", "group-waiting")
later.revoke()
