"""A worker with a multiplier of one and late acknowledgment holds as many tasks as it has processes."""

from one_at_a_time_late import end, running, told, work

tasks = [work.delay() for _ in range(12)]
processes = told("stats")["pool"]["max-concurrency"]
eventually(lambda: running(tasks[:processes]))
held = {task["id"] for _ in range(5) for command in ("active", "reserved") for task in told(command) or ()}
end(tasks)
assert len(held) == processes, f"with {processes} processes the worker holds {len(held)} tasks"
