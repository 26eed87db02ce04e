"""What a worker logs when it is ready."""

import logging
from types import SimpleNamespace

from celery.apps import worker
from docs_claims import otherwise
from lab_plain import app

records = []
handler = logging.Handler()
handler.emit = records.append
worker.logger.addHandler(handler)
worker.logger.setLevel(logging.INFO)
app.Worker.on_consumer_ready(SimpleNamespace(hostname="celery@halcyon.local"), None)
(record,) = records
level, said = record.levelname, record.getMessage().replace("celery@halcyon.local ", "").rstrip(".")
if (level, said) != (claimed["level"], claimed["said"]):
    otherwise(f"a worker that is up logs '{record.getMessage()}' with the level {level}", level=level, said=said)
