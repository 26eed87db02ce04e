"""How often a task is made."""

from handlers import made

found = [made.delay().get(timeout=10) for _ in range(8)]
for process in {pid for pid, _, _ in found}:
    calls = [[instance, count] for pid, instance, count in found if pid == process]
    assert len({instance for instance, _ in calls}) == 1, (
        f"{len(calls)} calls in a process were made on several instances"
    )
    assert [count for _, count in calls] == list(range(1, len(calls) + 1)), (
        f"the instance does not keep its state: {calls}"
    )
