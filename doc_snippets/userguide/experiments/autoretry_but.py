"""Whether a task is retried for errors that are excluded."""

from autoretries import but_one
from base import noted

other, excluded = but_one.delay(""), but_one.delay("key")
for result in (other, excluded):
    result.get(timeout=10, propagate=False)
runs = [len(noted(event="run", id=result.id)) for result in (other, excluded)]
assert runs[0] == 2, "a task is not retried for the errors that are not excluded"
assert runs[1] == 1, "a task is retried for an error that is excluded"
