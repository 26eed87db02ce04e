"""Whether the list has the signals by which a worker is stopped from a terminal, and started again."""

from unittest.mock import patch

from celery import Celery, platforms

worker = Celery("signals", broker="memory://", set_as_current=False).Worker(pool="solo", quiet=True)
worker._isatty = False  # a daemon
with patch.object(platforms, "signals", {}) as handlers:
    worker.install_platform_tweaks(worker)
missing = [name for name in ("INT", "HUP") if f"SIG{name}" in handlers and f":sig:`{name}`" not in claimed["listed"]]
if missing:
    otherwise(
        f"it also overrides {' and '.join(missing)}: INT is a warm shutdown, as TERM is, and at HUP a worker without a"
        " terminal is restarted"
    )
