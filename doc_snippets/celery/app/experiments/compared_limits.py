"""Which time limits are compared when a task is sent."""

from celery import Celery

own = Celery("compared_limits", broker="memory://", set_as_current=False)


@own.task
def unlimited():
    raise NotImplementedError


@own.task(time_limit=5, soft_time_limit=10)
def crossed():
    raise NotImplementedError


def refused(task, **options):
    """Whether it is not sent."""
    try:
        task.apply_async(**options)
    except ValueError:
        return True
    return False


if corrected:
    assert refused(crossed), "limits of the task are not compared"
else:
    told = "only the task's own limits are compared: apply_async(time_limit=5, soft_time_limit=10) sends the message"
    assert refused(unlimited, time_limit=5, soft_time_limit=10), told
