"""Whether after_return runs when a task is retried."""

from base import noted
from docs_claims import eventually
from handlers import again

result = again.delay()
result.get(timeout=10)
eventually(lambda: noted(event="after_return", id=result.id, run=1))
first = [entry for entry in noted(id=result.id, run=0) if entry["event"] != "published"]
events = [entry["event"] for entry in first]
if set(events) != {"before_start", "run", "on_retry"} | ({"after_return"} & set(events)):
    raise RuntimeError(f"the first run went otherwise: {events}")
if corrected:
    last = [entry["event"] for entry in noted(id=result.id, run=1) if entry["event"] != "published"]
    assert "after_return" not in events, "after_return runs when the task is retried"
    assert last[-1] == "after_return", f"{last[-1]} runs after after_return"
else:
    assert events[-1] == "after_return", "after_return does not run at all when the task is retried"
