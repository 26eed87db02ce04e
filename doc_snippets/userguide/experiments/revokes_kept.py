"""Whether a revoked id that has been heard of is forgotten when its time is over."""

import time
from unittest.mock import patch

from celery.worker import state

TASK = "00000000-0000-0000-0000-000000000000"
with patch.object(state.revoked, "expires", 0.01):
    state.merge_revoked([TASK])
    try:
        time.sleep(0.05)
        kept = TASK in state.revoked
        state.revoked.purge()
        assert TASK not in state.revoked, "it is not even purged"
    finally:
        state.revoked.discard(TASK)
assert kept is corrected, (
    "the id stays in the list, and its task is skipped, until the list is purged: when the limit of"
    " CELERY_WORKER_REVOKES_MAX is reached, another worker starts, or the list is saved"
)
