"""How many tasks a worker with a multiplier of one holds for each process, with early acknowledgment."""

from one_at_a_time import end, running, told, work

tasks = [work.delay() for _ in range(12)]
processes = told("stats")["pool"]["max-concurrency"]
eventually(lambda: running(tasks[:processes]))
eventually(lambda: len(told("reserved") or ()) >= processes)
held = len(told("reserved")) + len(told("active"))
end(tasks)
expect("most", claimed["most"], claimed["concurrency"] * held // processes)
