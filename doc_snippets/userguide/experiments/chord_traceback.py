"""Where the traceback of a task is found that makes a chord fail."""

from base import add, fail, tsum
from celery import chord

result = chord([add.s(4, 4), fail.s(), add.s(8, 8)])(tsum.s())
result.get(timeout=10, propagate=False)
failed = result.parent.results[1]
eventually(failed.failed)
frame = ", in fail\n"
assert frame in failed.traceback, failed.traceback
assert (frame in result.traceback) is not corrected, (
    "result.traceback is the traceback of the ChordError: that of the task that failed is kept with that task's own "
    "result"
)
