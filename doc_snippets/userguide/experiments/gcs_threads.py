"""Whether gcs_threadpool_maxsize is how many operations there may be at a time."""

import threading

from celery import Celery
from celery.backends import gcs

together = threading.Barrier(2)
Backend = getattr(gcs, "GCSBackendBase", gcs.GCSBackend)


class Slow(Backend):
    """A backend whose operations wait for another one."""

    def get(self, key):
        """Whether another operation takes place at the same time."""
        try:
            together.wait(5)
        except threading.BrokenBarrierError:
            return False
        return True


#: That Google's library is there is all that the backend wants to know of it.
gcs.storage, gcs.DEFAULT_RETRY = object(), None
app = Celery("stored", broker="amqp://", set_as_current=False)
app.conf.update(gcs_bucket="bucket", gcs_project="project", gcs_threadpool_maxsize=1)
assert not all(Slow(app=app).mget(["one", "other"])), (
    "the thread pool is made without a size: with gcs_threadpool_maxsize = 1, two results are read at the same time"
)
