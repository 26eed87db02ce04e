"""Whether messages with results are acknowledged by the client when no_ack is disabled."""

import os

from celery import Celery
from celery.result import ResultSet

for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would win
app = Celery("no_ack", broker="memory://", backend="rpc://", set_as_current=False)
result = app.AsyncResult("id")
waits = {
    "no-ack-get": lambda: result.get(timeout=0.1, no_ack=False),
    "no-ack-join": lambda: ResultSet([result]).join(timeout=0.1, no_ack=False),
}
for sentence, wait in waits.items():
    try:
        wait()
    except result.TimeoutError:
        consumer = app.backend.result_consumer._consumer
        told = "it makes no difference: messages with results are consumed with no_ack=True all the same"
        holds(consumer.no_ack is corrected, told, sentence)
