"""Whether tasks are shared between applications, without and with shared=False."""

from celery import Celery

first, second = Celery("first", set_as_current=False), Celery("second", set_as_current=False)


@first.task(name="shared.yes")
def yes():
    """Shared by default."""


@first.task(name="shared.no", shared=False)
def no():
    """Private to the first."""


for app in (first, second):
    app.finalize()
there = {name: [app.main for app in (first, second) if name in app.tasks] for name in ("shared.yes", "shared.no")}
assert there == {"shared.yes": ["first", "second"], "shared.no": ["first"]}, (
    "a task is not shared by default, or is with shared=False"
)
