"""What becomes of the arguments of the task decorator."""

from lab_plain import app


@app.task(rate_limit="10/m", my_own_option="mine")
def add(x, y):
    return x + y


cls = type(app.tasks[add.name])
found = [getattr(cls, name, None) for name in ("rate_limit", "my_own_option")]
assert found == ["10/m", "mine"], "the class of the task has not got these attributes"
