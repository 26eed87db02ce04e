"""What the concurrency auto comes to with a pool that is not prefork."""

from unittest.mock import patch

from celery.utils import sysinfo
from celery.worker import worker
from lab_plain import app

HOST, ALLOWED = 8, 3
with patch.object(worker, "cpu_count", lambda: HOST), patch.object(sysinfo, "available_cpu_count", lambda: ALLOWED):

    def size(**options):
        """The concurrency of a worker with threads."""
        return app.Worker(pool="threads", quiet=True, **options).concurrency

    default, auto = size(), size(concurrency="auto")
assert default == HOST, default
assert (auto == default) is not corrected, (
    f"the affinity mask counts there, too: with {HOST} CPUs of which the process may run on {ALLOWED}, a pool of"
    f" threads has {default} by default, and {auto} with auto"
)
