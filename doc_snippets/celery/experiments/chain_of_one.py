"""What the only argument of a chain may be."""

from celery import Celery, chain

app = Celery("chain_of_one", broker="memory://", set_as_current=False)
app.conf.task_always_eager = True


@app.task(name="add")
def add(x, y=1):
    """What it says."""
    return x + y


assert chain(add.s(number) for number in (2, 3)).tasks[1].args == (3,), "an iterable of tasks is no chain of these"
single = chain(add.s(2, 2))().get() == 4
assert single is corrected, "it may be a single signature as well: chain(add.s(2, 2)) is a chain of one task"
