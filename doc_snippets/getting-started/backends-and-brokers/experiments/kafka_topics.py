"""What the Kafka transport does when a topic does not exist, and it has no options."""

import sys
from types import ModuleType
from unittest.mock import Mock

from docs_claims import otherwise


def stands_for(name, **members):
    """A module of Kafka's own client, which the transport is not to reach a server with."""
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(members)


stands_for("confluent_kafka", Consumer=Mock(), Producer=Mock(), TopicPartition=Mock(), KafkaException=Exception)
stands_for("confluent_kafka.admin", AdminClient=Mock(), NewTopic=Mock())
from kombu.transport.confluentkafka import Channel  # noqa: E402


class Unconnected(Channel):
    """Has no server, and no options."""

    options = None
    client = Mock()

    def __init__(self):
        """Not connected."""
        self.options = {}
        self.client.list_topics.return_value.topics = {}


channel = Unconnected()
channel._new_queue("celery")
created = channel.client.create_topics.called
if created != corrected:
    otherwise(
        "the Kafka transport creates a topic that does not exist, with allow_create_topics and without: it never asks "
        "for such an option"
        if created
        else "the Kafka transport does not create a topic that does not exist"
    )
