"""Whether a task is registered that is not to be."""

from lab_plain import app


@app.task(autoregister=False)
def add(x, y):
    return x + y


registered = add.name in app.tasks
assert not registered, "a task is registered whatever it has there: nothing reads the attribute"
