"""How often a worker sends a heartbeat, and how long without one until it is considered to be offline."""

from lab_events import Watch, app

watch = Watch(app)
first = eventually(lambda: watch.of("worker-heartbeat"))[0]
frequency = first["freq"]
state = app.events.State()
state.event(dict(first))
offline = state.workers[first["hostname"]].heartbeat_expires - first["local_received"]
assert (frequency, round(offline)) == ((2, 4) if corrected else (60, 120)), (
    f"by default a heartbeat is sent every {frequency:g} seconds, and a worker without one for {round(offline)} seconds"
    " is offline"
)
