"""Which callbacks of a file descriptor the event loop keeps."""

import socket

from kombu.asynchronous import Hub

hub = Hub()
here, there = socket.socketpair()
try:
    hub.add_reader(here, "first".upper)
    hub.add_reader(here, "second".upper)
    (again,) = (callback() for callback, _ in hub.readers.values())
    hub.add_writer(here, "third".upper)
    kept = [callback() for callbacks in (hub.readers, hub.writers) for callback, _ in callbacks.values()]
finally:
    here.close()
    there.close()
if again != "SECOND" or "THIRD" not in kept:
    raise RuntimeError(f"a callback is not registered: {again}, {kept}")
if corrected:
    assert kept == ["SECOND", "THIRD"], f"what is kept is {kept}"
else:
    assert kept == ["THIRD"], (
        "a callback for reading and one for writing are kept side by side: only one for the same event is removed"
    )
