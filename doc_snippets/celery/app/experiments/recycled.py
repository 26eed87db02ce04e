"""Which pools have a greatest number of tasks after which something is recycled, and what that is."""

from types import SimpleNamespace

from celery.concurrency import prefork, thread

KEY = "max-tasks-per-child"
processes = prefork.TaskPool(1)
processes._pool = SimpleNamespace(_pool=[], _maxtasksperchild=5, soft_timeout=None, timeout=None)
threads = thread.TaskPool(1)
try:
    assert processes.info[KEY] == 5, processes.info
    assert KEY not in threads.info, threads.info
finally:
    threads.executor.shutdown()
expect("recycled", claimed["recycled"], "process", "only the prefork pool recycles, and what it recycles are processes")
