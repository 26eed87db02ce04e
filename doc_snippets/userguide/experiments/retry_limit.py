"""What is raised when a task has been retried often enough."""

from docs_claims import contradicted, holds
from retries import with_current, without_current, without_exc


def raised(task):
    return type(task.delay().get(timeout=10, propagate=False)).__name__


found = {task.name.rpartition(".")[2]: raised(task) for task in (without_exc, without_current, with_current)}
if claimed and claimed["error"] != found["without_exc"]:
    contradicted("error", found["without_exc"])
holds(found["with_current"] == "KeyError", f"raised is {found['with_current']}", "retry-limit-current")
holds(found["without_current"] == "OverflowError", f"raised is {found['without_current']}", "retry-limit-given")
