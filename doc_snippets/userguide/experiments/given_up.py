"""What is raised in the end of a task that fails each time, with the exception that each retry is for, and without."""

from lab_plain import app


@app.task(autoretry_for=(KeyError,), max_retries=0)
def automatic():
    raise KeyError("of the task")


@app.task(bind=True, max_retries=0)
def by_hand(self):
    raise self.retry()


found = [type(task.apply().result).__name__ for task in (automatic, by_hand)]
if corrected:
    assert found == ["KeyError", "MaxRetriesExceededError"], f"raised are {found}"
else:
    told = f"the exception that the task was retried for is raised: with autoretry_for=(KeyError,) it is {found[0]}"
    assert found[0] == "MaxRetriesExceededError", told
