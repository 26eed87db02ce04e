"""Which tasks of a group are counted: one is successful, one has failed, one is not done."""

from celery.result import EagerResult, GroupResult

states = ["SUCCESS", "FAILURE", "PENDING"]
results = [EagerResult(str(number), None, state) for number, state in enumerate(states)]
count = GroupResult("group", results).completed_count()
if corrected:
    assert count == 1, f"of a successful task, one that has failed, and one that is not done, it counts {count}"
elif count != 2:
    otherwise("completed_count counts the successful tasks only: not those that have failed, which are completed, too")
