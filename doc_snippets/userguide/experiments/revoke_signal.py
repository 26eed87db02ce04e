"""The signal with which a task is terminated by default."""

import signal

from lab_events import Watch, app, running, work

watch = Watch(app)
result = work.delay()
eventually(lambda: running([result]))
app.control.revoke(result.id, terminate=True)
event = eventually(lambda: watch.of("task-revoked", result.id))[0]
expect("signal", claimed["signal"], signal.Signals(int(event["signum"])).name[3:])
