"""What becomes of a task whose handler raises."""

from base import noted, on_error
from docs_claims import eventually, holds
from raising_handlers import after_return, on_success


def wrong(task):
    """What is not as the sentence has it, "" for nothing."""
    result = task.apply_async(link_error=on_error.s())
    found = result.get(timeout=10, propagate=False)
    eventually(lambda: noted(event="handler", id=result.id))
    if found != 4 or result.state != "SUCCESS":
        return "the task does not stay what it was"
    # The next message is taken by the same worker: what the handler brought about has been done by then.
    task.delay().get(timeout=10, propagate=False)
    if noted(event="failed", id=result.id) or noted(event="errback", id=result.id):
        return "errbacks run, or the signals are sent"
    try:
        task.apply()
    except KeyError:
        return ""
    return "of a task that runs eagerly the exception does not reach the caller"


why = wrong(on_success)
holds(not why, why, "on-success-raises")
why = wrong(after_return)
holds(not why, why, "after-return-raises")
