"""Which argument of chord.run tells how long to wait between retries of chord_unlock."""

import contextlib
import os
import tempfile
from unittest.mock import Mock, patch

from celery import Celery, chord, group
from docs_claims import otherwise

for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would win
app = Celery("unlock_interval", broker="memory://", backend=f"file://{tempfile.mkdtemp()}", set_as_current=False)


@app.task(name="add")
def add(*args):
    """Is not run."""


app.send_task = Mock()
unlock = app.tasks["celery.chord_unlock"]


class Again(Exception):
    """Stands for the Retry of a task."""


def waits(**arguments):
    """After how many seconds chord_unlock runs, and after how many again while the header is not done."""
    with patch.object(type(unlock), "apply_async") as sent:
        chord(group(), app=app).run(group([add.s(1), add.s(2)], app=app), add.s(), (), app=app, **arguments)
    (args, kwargs), options = sent.call_args.args[:2], sent.call_args.kwargs
    retry = patch.object(type(unlock), "retry", side_effect=lambda **given: Again(given["countdown"]))
    with retry as again, contextlib.suppress(Again):
        unlock(*args, **kwargs)
    return options["countdown"], again.call_args.kwargs["countdown"]


first, later = waits(countdown=7)
if later != 7 and claimed.get("argument") != "interval":
    if (first, waits(interval=9)[1]) != (7, 9):
        raise RuntimeError("neither argument is what it is taken for")
    told = "countdown of chord.run delays the first run of chord_unlock: interval is the time between its retries"
    if claimed:
        otherwise(told, argument="interval")
    raise AssertionError(told)
