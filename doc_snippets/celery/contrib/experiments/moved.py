"""Move tasks that wait, by each of the ways there are."""

from celery.contrib.migrate import move, move_by_idmap, move_by_taskmap
from migrate_lab import app, queue, sent, waiting

destinations = {"tuple": ("tuple", "tuple"), "queue": queue("queue")}
for name, destination in destinations.items():
    sent()
    if waiting(name):
        raise RuntimeError(f"the queue {name} is not new")
    move(lambda body, message, returned=destination: returned, app=app, timeout=0.2)
    holds(waiting(name) == 1, f"the task is not moved when the predicate returns a {name}", "move-returned")

called = []
sent()
move(lambda body, message: queue("called"), app=app, timeout=0.2, callback=lambda *given: called.append(given))
holds([len(given) for given in called] == [3], "it is not called with three arguments", "move-callback")
holds(called and hasattr(called[0][0], "filtered"), "the first argument is no state", "move-callback")

move_by_idmap({sent(): queue("by id")}, app=app, timeout=0.2)
holds(waiting("by id") == 1, "the task is not moved", "move-by-idmap")

sent()
try:
    move_by_taskmap({"proj.tasks.add": queue("by name")}, app=app, timeout=0.2)
except TypeError as error:
    holds(
        False,
        f"move_by_taskmap fails with every message that is sent by default: TypeError: {error}",
        "move-by-taskmap",
    )
holds(waiting("by name") == 1, "the task is not moved", "move-by-taskmap")
