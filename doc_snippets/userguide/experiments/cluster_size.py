"""Which workers gossip knows of, and what becomes of a rate that is divided by their number."""

import time
from types import SimpleNamespace

from lab_plain import app

consumer = app.Worker(hostname="w1@example.com", pool="solo", quiet=True).consumer
gossip = consumer.gossip


def tell(kind, hostname):
    """Have an event of a worker arrive."""
    now = time.time()
    event = {"type": f"worker-{kind}", "hostname": hostname, "timestamp": now, "local_received": now, "clock": 1}
    event.update(pid=1, freq=2.0, utcoffset=0)
    message = SimpleNamespace(
        delivery_info={"routing_key": f"worker.{kind}"}, headers={"hostname": hostname}, payload=event
    )
    gossip.on_message(lambda payload: (payload["type"], payload), message)


def rate():
    """The page's, for the workers that are known by now."""
    size = eval(claimed["size"], {"self": SimpleNamespace(c=consumer)})
    return eval(claimed["rate"], {"cluster_size": size})


for hostname in ("w1@example.com", "w2@example.com"):
    tell("online", hostname)
both = rate()
assert both in (1.0, 0.5), f"with two workers the rate is {both:g}"
tell("offline", "w2@example.com")
try:
    alone = rate()
except ZeroDivisionError:
    otherwise(
        f"gossip.state does not hold the worker itself: with two workers the rate is {both:g}, not 0.5,"
        " and when the other one leaves it is a ZeroDivisionError",
        rate="1.0 / (cluster_size + 1)",
    )
assert (both, alone) == (0.5, 1.0), f"the rate is {both:g} with two workers, and {alone:g} with one"
