"""What a consumer logs when it is connected: the broker's URL, without the password."""

import logging
from types import SimpleNamespace

from celery.worker.consumer import connection
from kombu import Connection

records = []
handler = logging.Handler()
handler.emit = records.append
connection.logger.addHandler(handler)
connection.logger.setLevel(logging.INFO)
consumer = SimpleNamespace(connect=lambda: Connection("amqp://guest:guest@127.0.0.1:5672//"))
connection.Connection(consumer).start(consumer)
url = records[-1].getMessage().replace("Connected to ", "")
if url != claimed["url"]:
    otherwise(f"the password is shown as asterisks, and not left out: {url}", url=url)
