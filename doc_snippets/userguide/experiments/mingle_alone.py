"""What a worker logs when no other one answers."""

import logging
from types import SimpleNamespace

from celery.worker.consumer import mingle
from lab_plain import app

records = []
handler = logging.Handler()
handler.emit = records.append
mingle.logger.addHandler(handler)
mingle.logger.setLevel(logging.INFO)
step = mingle.Mingle(SimpleNamespace(app=app))
step.send_hello = lambda consumer: {}
step.start(SimpleNamespace(app=app))
said = records[-1].getMessage().replace("mingle: ", "")
if said != claimed["said"]:
    otherwise(f"a worker that gets no answer logs 'mingle: {said}'", said=said)
