"""When handlers run, where, and what is stored by then."""

from base import noted
from docs_claims import eventually, holds
from handlers import breaks, works


def told(task, last):
    result = task.delay()
    result.get(timeout=10, propagate=False)
    eventually(lambda: noted(event=last, id=result.id))
    return [entry for entry in noted(id=result.id) if entry["event"] != "published"]


good, bad = told(works, "after_return"), told(breaks, "after_return")
events = [[entry["event"] for entry in entries] for entries in (good, bad)]
told = "the order is " + "; ".join(", ".join(each) for each in events)
holds(all(each[:2] == ["before_start", "run"] for each in events), told, "handlers-before-start")
last = [["on_success", "after_return"], ["on_failure", "after_return"]]
holds([each[2:] for each in events] == last, told, "handlers-after-return")
alone = all(len({entry["pid"] for entry in entries}) == 1 for entries in (good, bad))
holds(alone, "not all run in one process", "handlers-process")
states = [entry["state"] for entry in (*good, *bad) if entry["event"] in ("on_success", "on_failure")]
wanted = ["SUCCESS", "FAILURE"]
holds(states == wanted, f"when on_success and on_failure run, the states are {' and '.join(states)}", "handlers-stored")
