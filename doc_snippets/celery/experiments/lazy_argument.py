"""What is to be written around a function that the scheduler calls whenever an entry is due."""

import celery.beat
from celery.beat import _evaluate_entry_kwargs

lazy = getattr(celery.beat, claimed["function"], None)
if lazy is None:
    contradicted("function", "BeatLazyFunc", f"celery.beat has no {claimed['function']}")
called = _evaluate_entry_kwargs({"current": lazy(lambda: "now")})
assert called == {"current": "now"}, f"the task is called with {called}"
