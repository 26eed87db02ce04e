"""What a queue is created with when it is only named."""

from messages import app

queue = app.amqp.queues["video"]
real = {"exchange": queue.exchange.name, "exchange_type": queue.exchange.type, "routing_key": queue.routing_key}
for name, value in real.items():
    expect(name, claimed[name].strip("'"), value)
