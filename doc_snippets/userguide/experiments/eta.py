"""A task does not run before its ETA."""

from datetime import datetime, timedelta, timezone

from base import about
from docs_claims import holds

for options in ({"countdown": 0.4}, {"eta": datetime.now(timezone.utc) + timedelta(seconds=0.4)}):
    sent = datetime.now(timezone.utc)
    result = about.apply_async(**options)
    found = result.get(timeout=20)
    done = result.date_done.replace(tzinfo=timezone.utc)
    wanted = options.get("eta", sent + timedelta(seconds=0.4))
    holds(done >= wanted, f"a task with {options} was done at {done}, and not after {wanted}", "eta-is-earliest")
    eta = datetime.fromisoformat(found["eta"])
    holds(abs(eta - wanted) < timedelta(seconds=30), f"a task with {options} has the ETA {eta}", "countdown-sets-eta")
