"""What the hostname in an event is: of a worker, and of a program that is none."""

import re

from event_lab import app

worker = app.Worker(hostname=None, pool="solo", quiet=True)
names = {}
with app.connection_for_write() as connection:
    for kind, hostname in (("a worker", worker.consumer.hostname), ("another program", None)):
        with app.events.Dispatcher(connection, hostname=hostname) as dispatcher:
            names[kind] = re.sub(r"@.*", "@example.com", re.sub(r"^gen\d+", "gen1234", dispatcher.hostname))
whole = all("@" in name for name in names.values())
if corrected:
    assert whole, f"it is the host's name alone: {names}"
else:
    assert not whole, "it is the node name: " + " and ".join(f"{name} for {kind}" for kind, name in names.items())
