"""A task whose process is killed is executed again with task_reject_on_worker_lost."""

from late_reject import die_once, noted

end = die_once.delay("died").get(propagate=False, timeout=25)
assert end == "survived", f"the task was not executed again to its end: it began {noted().count('died')} times"
