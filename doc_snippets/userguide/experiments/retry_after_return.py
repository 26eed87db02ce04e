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
    assert "after_return" not in events, f"a run that ends in RETRY runs {events}"
    assert last[-1] == "after_return", f"a run that ends in SUCCESS runs {last}"
else:
    assert events[-1] == "after_return", f"a run that ends in RETRY runs {events}, and no after_return at all"
