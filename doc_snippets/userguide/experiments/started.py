"""The state of a task that is being executed, with task_track_started and without."""

from lab_events import end, running, work

result = work.delay()
eventually(lambda: running([result]))
state = eventually(lambda: result.state if result.state != "PENDING" else None, limit=15)
end([result])
assert state == "STARTED", f"a task that is being executed is {state}"
