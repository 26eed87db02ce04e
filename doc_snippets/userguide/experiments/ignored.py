"""A task that raises Ignore."""

from base import noted
from docs_claims import eventually
from handlers import app, ignored, works

result = ignored.delay()
eventually(lambda: noted(event="ignored", id=result.id))
works.delay().get(timeout=10)
works.delay().get(timeout=10)
state = app.backend.get_state(result.id)
assert state == "PENDING", f"the state {state} is recorded"
eventually(
    lambda: not any(task["id"] == result.id for tasks in app.control.inspect().active().values() for task in tasks)
)
assert len(noted(event="ignored", id=result.id)) == 1, "the message was delivered again"
