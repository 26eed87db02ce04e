"""Whether a multiplier of one disables prefetching: no task then waits in a worker that is busy."""

from one_at_a_time import end, running, told, work

tasks = [work.delay() for _ in range(8)]
eventually(lambda: running(tasks[:2]))
reserved = eventually(lambda: told("reserved"), limit=3)
processes = told("stats")["pool"]["max-concurrency"]
end(tasks)
if corrected:
    assert len(reserved) == processes, f"the {processes} processes of the worker have {len(reserved)} messages reserved"
else:
    assert not reserved, f"with worker_prefetch_multiplier = 1 a busy worker holds {len(reserved)} tasks that wait"
