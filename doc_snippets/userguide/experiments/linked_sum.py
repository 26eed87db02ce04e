"""In which order a linked task gets the result of its parent and what its signature has."""

from celery import Celery

app = Celery("linked_sum", broker="memory://", set_as_current=False)
app.conf.task_always_eager = True
calls = []


@app.task(name="add")
def add(x, y):
    """The page's own."""
    calls.append((x, y))
    return x + y


add.apply_async((2, 2), link=add.s(8))
first, second = calls[1]
if (claimed["first"], claimed["second"]) != (first, second):
    otherwise(
        f"it is {first} + {second}: the result of the parent task stands in front of what the signature has",
        first=first,
        second=second,
    )
