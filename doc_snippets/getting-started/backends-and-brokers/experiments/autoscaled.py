"""When the autoscaler changes the prefetch count."""

from threading import Lock
from unittest.mock import Mock

from celery.worker.autoscale import Autoscaler

worker, pool = Mock(), Mock(num_processes=2)
scaler = Autoscaler(pool, 10, 2, worker=worker, mutex=Lock())
changed = worker.consumer._update_prefetch_count
scaler.scale_up(4)
scaler.keepalive = -1
scaler.scale_down(1)
if not (pool.grow.called and pool.shrink.called):
    raise RuntimeError("the pool is not scaled")
relies = changed.called
scaler.update(max=12)
if not changed.called:
    raise RuntimeError("the prefetch count is changed in another way")
if corrected:
    assert not relies, "the autoscaler changes the prefetch count with the number of processes"
else:
    assert relies, (
        "the autoscaler doesn't change the prefetch count when it starts or ends processes: it is that of the maximum "
        "number of processes from the start, and only changes with this maximum"
    )
