"""How the queue of one worker is called, and which exchange brings what is sent to it."""

from celery.utils.nodenames import worker_direct

node = claimed.get("node", "w1@example.com")
queue = worker_direct(node)
real = {"suffix": queue.name[len(node) :].lstrip("."), "exchange": queue.exchange.name, "queue": queue.name}
for name in claimed.keys() & real.keys():
    expect(name, claimed[name], real[name])
