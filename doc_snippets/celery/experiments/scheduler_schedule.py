"""What a scheduler wants for its schedule."""

from celery.beat import Scheduler
from celery.schedules import schedule
from lab_plain import app


def error(given):
    """What the scheduler raises when it sets up that schedule."""
    try:
        Scheduler(app, schedule=given)
    except (AttributeError, TypeError) as raised:
        return f"{type(raised).__name__}: {raised}"
    return ""


if error({}):
    raise RuntimeError("not even a dict is taken")
refused = error({} if claimed["kind"].lower().endswith("dict") else schedule(60, app=app))
if refused:
    contradicted("kind", "Dict", f"a schedule is refused: {refused}")
