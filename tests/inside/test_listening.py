"""When a worker says that it is ready: broadcasts are lost before it has subscribed to them."""

from __future__ import annotations

import pytest

from harness.inside import watched


class Hub:
    """What kombu's hub has of a loop."""

    def __init__(self, tick):
        self.on_tick, self.ready = {tick}, []

    def call_soon(self, function, *args):
        self.ready.append(lambda: function(*args))

    def round(self, *, ticks_first: bool) -> None:
        ticks = list(self.on_tick)
        for call in ticks + self.ready if ticks_first else self.ready + ticks:
            call()


@pytest.mark.parametrize("ticks_first", [True, False], ids=["kombu 5.2", "kombu 5.6"])
def test_what_is_done_on_the_first_tick_is_done_when_a_worker_is_ready(ticks_first):
    done = []
    hub = Hub(tick=lambda: done.append("subscribed"))
    hub.call_soon(watched.listening, hub, done, "ready")
    hub.round(ticks_first=ticks_first)
    assert "subscribed" in done[: done.index("ready")]
