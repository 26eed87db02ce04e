"""With which level a worker logs that it is ready."""

import logging
from types import SimpleNamespace

from celery.apps import worker
from lab_plain import app

records = []
handler = logging.Handler()
handler.emit = records.append
worker.logger.addHandler(handler)
worker.logger.setLevel(logging.INFO)
app.Worker.on_consumer_ready(SimpleNamespace(hostname="celery@example.com"), None)
(record,) = records
if record.levelname != claimed["level"]:
    otherwise(f"a worker logs '{record.getMessage()}' with the level {record.levelname}", level=record.levelname)
