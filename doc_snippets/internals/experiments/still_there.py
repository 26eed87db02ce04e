"""What became of things that were to be removed."""

import importlib.util

from celery import Task, signals
from celery.result import AsyncResult, EagerResult
from docs_claims import holds

holds(
    importlib.util.find_spec("celery.task") is not None,
    "it is decided: Celery 5.0 has no module celery.task",
    "removed-module",
)
holds(
    not hasattr(signals, "task_sent"),
    "it has not been removed: celery.signals has task_sent, which is deprecated",
    "removed-signal",
)
results = AsyncResult("an id"), EagerResult("an id", None, "SUCCESS")
holds(
    all(callable(result.task_id) for result in results),
    "it is an attribute and no method: called, it is a TypeError: 'str' object is not callable",
    "result-task-id",
)
holds(
    any(not hasattr(kind, name) for kind in (AsyncResult, EagerResult) for name in ("wait", "task_id", "status")),
    "the page has them among the removals for version 5.0, and AsyncResult and EagerResult still have wait, task_id"
    " and status",
    "kept-results",
)
options = type("Routed", (Task,), {"queue": "other", "priority": 3})()._get_exec_options()
holds(
    (options.get("queue"), options.get("priority")) != ("other", 3),
    "the page has them among the removals for version 5.0, and a task with the attribute queue is still sent to that"
    " queue",
    "kept-attributes",
)
