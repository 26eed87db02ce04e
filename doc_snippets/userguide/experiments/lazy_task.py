"""A task is created when it is used, or when the application is finalized."""

from celery import Celery


def made():
    app = Celery("lazy", set_as_current=False)

    @app.task
    def add(x, y):
        return x + y

    return app, add


app, add = made()
assert not add.__evaluated__(), "the task is created where it is defined"
name = add.name
assert add.__evaluated__(), "the task is not created when it is used"
app, add = made()
app.finalize()
assert add.__evaluated__(), "the task is not created when the application is finalized"
