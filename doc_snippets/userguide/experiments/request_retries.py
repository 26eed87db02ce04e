"""The request of a task that is retried."""

from base import noted
from docs_claims import expect
from retries import counts

result = counts.apply_async(queue="celery")
result.get(timeout=10)
runs = noted(event="run", id=result.id)
assert len(runs) == 3, f"of three runs {len(runs)} had the same id"
assert [run["retries"] - runs[0]["retries"] for run in runs] == [0, 1, 2], (
    f"retries are {[run['retries'] for run in runs]}"
)
expect("start", claimed.get("start", runs[0]["retries"]), runs[0]["retries"])
keys = {run["info"]["routing_key"] for run in runs}
assert len(keys) == 1, f"the runs were delivered by {keys}"
