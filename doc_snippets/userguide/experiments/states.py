"""States of tasks, and what is stored with them."""

import uuid

from handlers import app, breaks, not_tracked, progress, started

state = not_tracked.delay().get(timeout=10)
assert state != "STARTED", "a task whose state is not tracked is STARTED"
meta, pid, _ = started.delay().get(timeout=20)
found = meta["result"]
node = next(iter(app.control.ping(timeout=5, limit=1)[0]))
assert (found["pid"], found["hostname"]) == (pid, node), f"the meta-data of STARTED is {found}"
result = breaks.delay()
error = result.get(timeout=10, propagate=False)
assert repr(error) == "ValueError('no')", f"the result of FAILURE is {error!r}"
assert "in breaks" in result.traceback, f"the traceback of FAILURE is {result.traceback}"
assert app.AsyncResult(str(uuid.uuid4())).state == "PENDING", "an unknown id is not PENDING"
seen = progress.delay(["a", "b"]).get(timeout=10)
wanted = [["PROGRESS", {"current": number, "total": 2}] for number in range(2)]
assert seen == wanted, f"after update_state, others see {seen}"
