"""Which argument the names of queues are in, of which an unknown one is an error."""

from celery.app.amqp import Queues


def refused(name):
    """Whether an unknown queue in that argument is an error; no method that selects queues may have it."""
    for select in (Queues.select, Queues.deselect):
        try:
            select(Queues(create_missing=False), **{name: ["unknown"]})
        except KeyError:
            return True
        except TypeError:
            continue
    return False


assert refused("include"), "nothing is an error"
if not refused(claimed["argument"]):
    why = f"the argument of select() is called so, and none is called {claimed['argument']}"
    contradicted("argument", "include", why)
