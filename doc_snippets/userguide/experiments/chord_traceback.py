"""Where the traceback of a task is found that makes a chord fail."""

from base import add, fail, tsum
from celery import chord

# Where it is the last to end, its process is the one that tells of the whole chord, and has its traceback at hand.
result = chord([add.s(4, 4), fail.s(), add.s(8, 8).set(countdown=0.5)])(tsum.s())
result.get(timeout=10, propagate=False)
failed = result.parent.results[1]
eventually(failed.failed)
frame = ", in fail\n"
assert frame in failed.traceback, failed.traceback
assert (frame in result.traceback) is not corrected, (
    "where other tasks of the header end after the one that failed, result.traceback is the traceback of the "
    "ChordError: that of the task is kept with the task's own result"
)
