"""A worker with a multiplier of zero takes all there is."""

from without_limit import asked, end, told, work

tasks = [work.delay() for _ in range(40)]
limit = asked("prefetch_count")
assert limit == 0, f"with worker_prefetch_multiplier = 0 the prefetch count is {limit}"
eventually(lambda: len(told("reserved") or ()) + len(told("active") or ()) == len(tasks))
end(tasks)
