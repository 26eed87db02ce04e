"""The event that a worker sends of a task that it does not know."""

from unittest.mock import MagicMock

from celery.worker.consumer import Consumer
from docs_claims import expect

consumer, message = MagicMock(), MagicMock(headers={"id": "id", "task": "unknown", "root_id": "id"}, properties={})
Consumer.on_unknown_task(consumer, b"", message, KeyError("unknown"))
(event, *_), _ = consumer.event_dispatcher.send.call_args
expect("event", claimed["event"], event)
