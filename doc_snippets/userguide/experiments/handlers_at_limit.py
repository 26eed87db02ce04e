"""In which process handlers run when a task runs into its hard time limit."""

from base import noted
from docs_claims import eventually, holds
from handlers_ended import overruns

result = overruns.delay()
result.get(timeout=20, propagate=False)
own = eventually(lambda: noted(event="before_start", id=result.id))[0]["pid"]
eventually(lambda: noted(event="after_return", id=result.id))
last = {noted(event=name, id=result.id)[0]["pid"] for name in ("on_failure", "after_return")}
told = "at a hard time limit on_failure and after_return run in the worker's main process: that of the task is killed"
holds((own in last) is not corrected, told, "handlers-limit", "handlers-limit-process")
