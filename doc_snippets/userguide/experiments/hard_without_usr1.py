"""Whether a hard time limit works where there is no signal USR1."""

import os
import time
from unittest.mock import patch

import billiard.pool

YES, NO = 10, 11


def limited():
    """End with what becomes of a task; the pool is left as it is, for its own end may hang."""
    with patch.object(billiard.pool, "SIG_SOFT_TIMEOUT", None):
        pool = billiard.pool.Pool(1, timeout=0.5)
        result = pool.apply_async(time.sleep, (60,))
        result.wait(20)
        os._exit(YES if result.ready() else NO)


process = in_fork(limited, 40, "the pool did not answer")
if process.exitcode not in (YES, NO):
    raise RuntimeError("the pool could not be asked")
ended = process.exitcode == YES
assert ended is corrected, "only soft time limits need SIGUSR1: a hard time limit ends the task without it, too"
