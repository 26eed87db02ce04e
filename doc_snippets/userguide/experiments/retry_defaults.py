"""How often and after how long a task is retried when nothing is said."""

from base import noted
from docs_claims import expect
from retries import add_delay, capped, plain

real = {}
if "minutes" in claimed:
    real["minutes"] = add_delay() / 60
if "times" in claimed:
    result = plain.delay()
    result.get(timeout=10, propagate=False)
    real["times"] = len(noted(event="delay", id=result.id)) - 1
if "top" in claimed:
    result = capped.delay()
    result.get(timeout=10, propagate=False)
    real["top"] = noted(event="delay", id=result.id)[0]["seconds"]
for name, value in claimed.items():
    expect(name, value, real[name])
