"""How the queue of one worker is called, and which exchange brings what is sent to it."""

from celery.utils.nodenames import worker_direct

node = claimed.get("node", "w1@example.com")
queue = worker_direct(node)
real = {"suffix": queue.name[len(node) :].lstrip("."), "exchange": queue.exchange.name, "queue": queue.name}
if any(claimed[name].lstrip(".") != real[name].lstrip(".") for name in claimed.keys() & real.keys()):
    told = {name: value for name, value in real.items() if name in claimed}
    otherwise(f"the queue of the worker {node} is called {queue.name}, and its exchange {queue.exchange.name}", **told)
