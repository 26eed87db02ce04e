"""Whether a pool of processes waits, once one of them has been lost, until its task fails."""

from types import SimpleNamespace

from celery.concurrency.asynpool import AsynPool

failed = []
pool = AsynPool.__new__(AsynPool)
pool.mark_as_worker_lost = lambda job, exitcode: failed.append(job)
job = SimpleNamespace(_worker_lost=None, _lost_worker_timeout=10.0, ready=lambda: False)
pool.on_job_process_lost(job, 1, -9)
if not failed and job._worker_lost is None:
    raise RuntimeError("nobody is told that the process has been lost")
assert bool(failed) == corrected, (
    "in a worker with an event loop WorkerLostError is raised at once, whatever worker_lost_wait is"
)
