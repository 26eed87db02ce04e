"""A task with late acknowledgment whose process is killed: it ends as lost, and is not executed again."""

from celery.exceptions import WorkerLostError
from late import add, die_once, noted

result = die_once.delay("died")
error = result.get(propagate=False, timeout=25)
assert isinstance(error, WorkerLostError), f"the task ended with {error!r}"
add.delay(1, 1).get(timeout=15)
runs = noted().count("died")
assert runs == 1, f"the task was executed {runs} times"
