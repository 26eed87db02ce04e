"""Whether a result in a state raises, and whether it is ready."""

from celery import states
from docs_claims import expect

if claimed["state"] not in states.ALL_STATES:
    raise RuntimeError(f"there is no state {claimed['state']}")
expect("propagates", claimed["propagates"], "Yes" if claimed["state"] in states.PROPAGATE_STATES else "No")
if "ready" in claimed:
    expect("ready", claimed["ready"], "Yes" if claimed["state"] in states.READY_STATES else "No")
