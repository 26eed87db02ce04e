"""Whether the autoscaler can resize the pool of eventlet."""

import sys
from types import ModuleType
from unittest.mock import MagicMock, patch

from celery.worker.autoscale import Autoscaler

greenlet = ModuleType("greenlet")
greenlet.GreenletExit, greenlet.getcurrent = SystemExit, None
with patch.dict(sys.modules):
    sys.modules.setdefault("greenlet", greenlet)
    from celery.concurrency.eventlet import TaskPool
pool = TaskPool.__new__(TaskPool)
pool.limit, pool._pool = 1, MagicMock()  # in the place of one of eventlet's own
scaler = Autoscaler(pool, 4, 1)
scaler.scale_up(3)
grown = scaler.processes
scaler._shrink(2)
assert (grown, scaler.processes) == (4, 2), "the pool of eventlet is not resized"
if "eventlet" not in claimed["pools"]:
    otherwise(
        "the autoscaler also resizes the eventlet pool, which is not in the list",
        pools="*prefork*, *eventlet*, *gevent*",
    )
