"""What has been done when on_retry runs."""

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
entries = noted(id=result.id)
(handler,) = [number for number, entry in enumerate(entries) if entry["event"] == "on_retry"]
(sent,) = [number for number, entry in enumerate(entries) if entry["event"] == "published" and entry["run"] == 1]
assert entries[handler]["state"] == "RETRY", f"when on_retry runs the state is {entries[handler]['state']}"
told = "on_retry runs after the retry has been sent: retry() sends it before it raises"
assert (sent < handler) is corrected, told if sent < handler else "when on_retry runs, nothing has been sent yet"
