"""What becomes of a task whose handler raises."""

from base import noted, on_error
from docs_claims import eventually, holds
from raising_handlers import after_return, on_success

for sentence, task in (("on-success-raises", on_success), ("after-return-raises", after_return)):
    result = task.apply_async(link_error=on_error.s())
    found = result.get(timeout=10, propagate=False)
    eventually(lambda result=result: noted(event="handler", id=result.id))
    holds(found == 4 and result.state == "SUCCESS", "the task does not stay what it was", sentence)
    # The next message is taken by the same worker: what the handler brought about has been done by then.
    task.delay().get(timeout=10, propagate=False)
    told = "errbacks run, or the signals are sent"
    holds(not noted(event="failed", id=result.id) and not noted(event="errback", id=result.id), told, sentence)
    try:
        task.apply()
    except KeyError:
        pass
    else:
        holds(False, "of a task that runs eagerly the exception does not reach the caller", sentence)
