"""Whether the ids of successful tasks are kept in the file of the worker's state."""

from celery.worker import state
from lab_plain import app

state.successful_requests.add("successful")
state.revoked.add("revoked")
saved = state.Persistent(state, "worker.state", app.clock)
saved.save()
saved.close()
state.successful_requests.clear()
state.revoked.clear()
restarted = state.Persistent(state, "worker.state", app.clock)
restarted.close()
if "revoked" not in state.revoked:
    raise RuntimeError("the state was not kept at all")
assert ("successful" not in state.successful_requests) == corrected, (
    "the ids of successful tasks are not in the file of worker_state_db, as revoked ones are"
)
