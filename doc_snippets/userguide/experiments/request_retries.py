"""The request of a task that is retried."""

from base import noted
from docs_claims import expect, holds
from retries import counts

result = counts.apply_async(queue="celery")
result.get(timeout=10)
runs = noted(event="run", id=result.id)
holds(len(runs) == 3, f"of three runs {len(runs)} had the same id", "retry-same-id")
retries = [run["retries"] for run in runs]
holds(
    [each - retries[0] for each in retries] == [0, 1, 2],
    f"retries are {', '.join(map(str, retries))}",
    "request-retries-literal",
)
expect("start", claimed.get("start", runs[0]["retries"]), runs[0]["retries"])
keys = {run["info"]["routing_key"] for run in runs}
holds(len(keys) == 1, f"the runs were delivered with {len(keys)} different routing keys", "retry-same-id")
