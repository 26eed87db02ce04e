"""Which type is another one with Redis."""

from types import SimpleNamespace

from celery.events import Event, get_exchange

types = {
    driver: get_exchange(SimpleNamespace(transport=SimpleNamespace(driver_type=driver))).type
    for driver in ("amqp", "redis")
}
assert types == {"amqp": "topic", "redis": "fanout"}, f"the types of the exchange are {types}"
if claimed["what"] == "event":
    sent = Event("task-sent")["type"]
    contradicted("what", "exchange", f"an event's type, such as {sent}, stays as it is, whatever the transport")
