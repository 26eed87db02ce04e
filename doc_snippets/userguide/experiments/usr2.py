"""Which signals a worker's main process has handlers for."""

import os
from unittest.mock import patch

from celery import Celery, platforms


def handled(**environ):
    """The signals that a worker handles with these variables in its environment."""
    worker = Celery("signals", broker="memory://", set_as_current=False).Worker(pool="solo", quiet=True)
    with patch.dict(os.environ, environ), patch.object(platforms, "signals", {}) as handlers:
        worker.install_platform_tweaks(worker)
    return set(handlers)


os.environ.pop("CELERY_RDBSIG", None)
assert {"SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2"} <= handled(CELERY_RDBSIG="1"), "not even with CELERY_RDBSIG"
if ("SIGUSR2" in handled()) is corrected:
    otherwise("USR2 is overridden only if the variable CELERY_RDBSIG is set: without it the signal ends the worker")
