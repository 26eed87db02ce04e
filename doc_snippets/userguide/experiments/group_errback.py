"""How often an errback of a group is called."""

from base import fail, noted, on_error
from celery import group
from docs_claims import eventually

tasks = group(fail.s(), fail.s())
tasks.link_error(on_error.s())
ids = sorted(child.id for child in tasks().children)
eventually(lambda: len(noted(event="errback")) >= 2)
found = sorted(entry["id"] for entry in noted(event="errback"))
assert found == ids, f"the errback was called {len(found)} times"
