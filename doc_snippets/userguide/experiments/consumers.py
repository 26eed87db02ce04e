"""A worker starts and stops to consume from a queue at run-time; to add it twice does no harm."""

from lab import add, app, told


def queues():
    return [queue["name"] for queue in told("active_queues")]


answers = [app.control.add_consumer("extra", reply=True, timeout=5, limit=1) for _ in range(2)]
real = eventually(lambda: queues() if "extra" in queues() else None)
assert real.count("extra") == 1, (
    f"after add_consumer was called two times, the queue is consumed from {real.count('extra')} times"
)
assert add.apply_async((2, 2), queue="extra").get(timeout=15) == 4, "the queue is not consumed from"
app.control.cancel_consumer("extra", reply=True, timeout=5, limit=1)
eventually(lambda: "extra" not in queues())
