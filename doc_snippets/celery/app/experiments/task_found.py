"""Whether details are told of a task that is not yet executed."""

from celery.worker import state
from celery.worker.control import Panel


class Reserved:
    """What a worker knows of a task that waits for a process of the pool."""

    id = "00000000-0000-0000-0000-000000000000"
    name = "waiting"

    def info(self):
        return {"id": self.id}


request = Reserved()
state.task_reserved(request)
try:
    found = Panel.data["query_task"](None, [request.id])
finally:
    state.task_ready(request)
assert bool(found) is corrected, (
    f"tasks that are reserved and not yet executed are told of, too: their state is {found[request.id][0]!r}"
)
