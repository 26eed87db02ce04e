"""When handlers run, where, and what is stored by then."""

from base import noted
from docs_claims import eventually
from handlers import breaks, works


def told(task, last):
    result = task.delay()
    result.get(timeout=10, propagate=False)
    eventually(lambda: noted(event=last, id=result.id))
    return [entry for entry in noted(id=result.id) if entry["event"] != "published"]


good, bad = told(works, "after_return"), told(breaks, "after_return")
events = [[entry["event"] for entry in entries] for entries in (good, bad)]
assert events == [
    ["before_start", "run", "on_success", "after_return"],
    ["before_start", "run", "on_failure", "after_return"],
], f"the order is {events}"
assert all(len({entry["pid"] for entry in entries}) == 1 for entries in (good, bad)), "not all run in one process"
states = [good[2]["state"], bad[2]["state"]]
assert states == ["SUCCESS", "FAILURE"], f"when on_success and on_failure run, the states are {states}"
