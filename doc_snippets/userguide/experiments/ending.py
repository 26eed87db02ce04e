"""An application whose worker ends by a process signal as soon as it is ready, and notes what it says then."""

import json
import os
import signal
import threading
from pathlib import Path

from celery import Celery, signals

app = Celery("ending", broker="memory://")
app.conf.broker_transport_options = {"polling_interval": 0.01}


@signals.worker_ready.connect
def end(**_):
    """Send the signal of the environment, when the worker is in its loop."""
    number = getattr(signal, os.environ["ENDING"])
    threading.Timer(0.3, os.kill, (os.getpid(), number)).start()


@signals.worker_shutting_down.connect
def note(exitcode=None, **_):
    """Note the exit code that is announced."""
    Path("announced.json").write_text(json.dumps(exitcode))
