"""After how long a task is retried automatically when it has no backoff."""

from base import noted
from countdowns import fails

result = fails.delay()
result.get(timeout=10, propagate=False)
seconds = noted(event="countdown", id=result.id)[0]["seconds"]
if corrected:
    assert seconds == fails.default_retry_delay, f"an autoretry is delayed by {seconds} seconds"
else:
    assert not seconds, f"an autoretry is delayed by {seconds} seconds: those of default_retry_delay"
