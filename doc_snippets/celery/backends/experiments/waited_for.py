"""Wait for a task that has failed."""

from celery.backends.base import BaseBackend
from lab_plain import app


class Kept(BaseBackend):
    """A backend that knows of one task."""

    def _get_task_meta_for(self, task_id):
        return {"task_id": task_id, "status": "FAILURE", "result": KeyError("lost"), "traceback": None}


try:
    returned = Kept(app).wait_for("any", timeout=5)
except KeyError:
    returned = None
if corrected:
    assert isinstance(returned["result"], KeyError), f"what is returned is {returned}"
else:
    assert returned is None, (
        "it is not raised: the task's meta-data is returned, and the exception is the result in there"
    )
