"""Whether a task is sent when it is called with these arguments."""

import ast

from celery import Celery

app = Celery("applied", broker="memory://", backend="cache+memory://", set_as_current=False)


@app.task
def mytask(x, y):
    """The page's own."""
    return x + y


def refused(arguments):
    """What is raised; None when the task is sent."""
    try:
        mytask.apply_async(*ast.literal_eval(f"({arguments},)"), ignore_result=True)
    except TypeError as error:
        return error
    return None


assert not refused("(1, 2)"), "not even with a tuple of its arguments is the task sent"
errors = {slot: error for slot in ("first", "second") if (error := refused(claimed[slot]))}
if errors:
    error = next(iter(errors.values()))
    otherwise(
        f"apply_async takes the task's arguments as one tuple; so it raises TypeError: {error}",
        **{slot: f"({claimed[slot]})" for slot in errors},
    )
