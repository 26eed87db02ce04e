class AMQP:
    def as_task_v1(self, task_id, name, countdown=None, expires=None):
        """The first protocol."""

    def as_task_v2(self, task_id, name, countdown=None, expires=None, priority=None, stamped_headers=None):
        """The second."""

    def send_task_message(self, producer, name, message, queue=None, routing_key=None, serializer=None, headers=None):
        """Send it."""
