"""What has become of the worker's instance when celeryd_after_setup is sent."""

from celery.signals import celeryd_after_setup
from lab_plain import app

seen = []


@celeryd_after_setup.connect(weak=False)
def see(instance=None, **_):
    seen.append(sorted(name for name in ("blueprint", "concurrency", "consumer", "pool") if hasattr(instance, name)))


worker = app.Worker(hostname="worker1@example.com", pool="solo", quiet=True)
assert not seen, "the signal is sent while __init__ is executed"
worker.on_start()
(there,) = seen
assert not there, f"__init__ has been executed when the signal is sent: the instance has {', '.join(there)}, too"
