"""The state of a task that is being executed without task_track_started."""

from lab import end, running, work

result = work.delay()
eventually(lambda: running([result]))
state = result.state
end([result])
assert state == "PENDING", f"a task that is being executed is {state}"
