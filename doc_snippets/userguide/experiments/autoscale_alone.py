"""Whether --autoscale takes the greatest number of processes alone."""

from celery.bin.worker import Autoscale
from click import BadParameter

kind = Autoscale()
assert kind.convert("10,3", None, None) == (10, 3), "it does not take two numbers"
try:
    alone = kind.convert("10", None, None)
except BadParameter:
    alone = None
assert (alone is None) is not corrected, "the minimum may be left out, and is 0 then: --autoscale=10 will do"
