"""Whether a hard time limit works where there is no signal USR1."""

import time
from unittest.mock import patch

import billiard.pool

with patch.object(billiard.pool, "SIG_SOFT_TIMEOUT", None):
    pool = billiard.pool.Pool(1, timeout=0.5)
    try:
        result = pool.apply_async(time.sleep, (60,))
        result.wait(20)
        ended = result.ready()
    finally:
        pool.terminate()
assert ended is corrected, "only soft time limits need SIGUSR1: a hard time limit ends the task without it, too"
