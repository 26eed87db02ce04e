"""Whether the ways in which the page calls one task give it the same arguments."""

import os

from celery import Celery
from docs_claims import otherwise

os.environ.pop("CELERY_BROKER_URL", None)  # it would win
app = Celery("cheat_keywords", broker="memory://", set_as_current=False)
scope = {}
exec(f"def task(arg1, arg2, kwarg1, {claimed['other']}):\n    return arg1", scope)
task = app.task(scope["task"], name="task")
try:
    task.s("a", "b", **{"kwarg1": "x", claimed["name"]: "y"}).apply_async()
except TypeError:
    otherwise(
        f"the task that is called with {claimed['other']} above takes no {claimed['name']} (TypeError)",
        name=claimed["other"],
    )
