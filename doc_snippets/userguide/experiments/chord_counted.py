"""At which count of tasks the callback of a chord is applied, by a result backend that counts them."""

import os
from unittest.mock import patch

from celery import Celery, chord
from celery.app.task import Context

for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would win
app = Celery("chord_counted", broker="memory://", backend="cache+memory://", set_as_current=False)


@app.task(name="work")
def work():
    """Is not run."""


@app.task(name="callback")
def callback(results):
    """Is not run."""


result = chord([work.s(), work.s()])(callback.s())
counts = []
with patch.object(type(app.tasks["callback"]), "apply_async") as applied:
    for child in result.parent.results:
        request = Context(id=child.id, group=result.parent.id, chord=callback.s())
        app.backend.mark_as_done(child.id, 1, request)
        counts.append(applied.call_count)
if counts[-1] != 1:
    raise RuntimeError(f"the callback is applied {counts[-1]} times")
assert (counts == [0, 1]) is corrected, (
    "the callback is applied when the counter equals the number of tasks, and not when it is above"
)
