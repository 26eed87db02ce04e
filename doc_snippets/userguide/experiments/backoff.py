"""The delays of exponential backoff."""

from base import noted
from docs_claims import expect
from retries import doubling, tripled

task = tripled if "factor" in claimed else doubling
result = task.delay()
result.get(timeout=10, propagate=False)
delays = [entry["seconds"] for entry in noted(event="delay", id=result.id)]
for name, real in zip(("first", "second", "third", "fourth"), delays):
    expect(name, claimed[name], real, f"the delays are {delays}")
if "factor" in claimed:
    expect("factor", claimed["factor"], tripled.retry_backoff, f"that makes delays of {delays}")
