"""The signals around the execution of tasks, in their order, with their sender."""

from signalling import add, fail, noted

add.delay(2, 2).get(timeout=15)
fail.delay().get(propagate=False, timeout=15)
lines = eventually(lambda: noted() if sum(line.startswith("postrun") for line in noted()) == 2 else None)
per_task = {name: [line.split()[0] for line in lines if f"lab.{name}" in line] for name in ("add", "fail")}
expected = {"add": ["prerun", "success", "postrun"], "fail": ["prerun", "failure", "postrun"]}
assert per_task == expected, "the signals came as " + "; ".join(
    f"{', '.join(each)} (of {name})" for name, each in per_task.items()
)
assert "postrun lab.add 4 SUCCESS" in lines, "task_postrun came without the result, or without the state"
