"""States of tasks, and what is stored with them."""

import uuid

from docs_claims import holds
from handlers import app, breaks, not_tracked, started

state = not_tracked.delay().get(timeout=10)
holds(state != "STARTED", "a task whose state is not tracked is STARTED", "state-started")
meta, pid, _ = started.delay().get(timeout=20)
found = meta["result"]
node = next(iter(app.control.ping(timeout=5, limit=1)[0]))
right = (found["pid"], found["hostname"]) == (pid, node)
holds(right, "the meta-data of STARTED is not the process and the node that execute the task", "state-started-meta")
result = breaks.delay()
error = result.get(timeout=10, propagate=False)
holds(repr(error) == "ValueError('no')", f"the result of FAILURE is {error!r}", "state-failure")
holds("in breaks" in result.traceback, "the traceback of FAILURE does not lead to the task", "state-failure")
unknown = app.AsyncResult(str(uuid.uuid4()))
holds(unknown.state == "PENDING", f"an unknown id is {unknown.state}", "state-pending")
