from collections import namedtuple

task_message = namedtuple("task_message", ("headers", "properties", "body", "sent_event"))


class AMQP:
    def as_task_v1(self, task_id, name, countdown=None, expires=None, time_limit=None, soft_time_limit=None):
        """The first protocol."""
        body = {"task": name, "id": task_id, "args": (), "timelimit": (time_limit, soft_time_limit)}
        return task_message({}, {"correlation_id": task_id}, body, None)

    def as_task_v2(
        self, task_id, name, countdown=None, expires=None, priority=None, stamped_headers=None, time_limit=None,
        soft_time_limit=None,
    ):  # fmt: skip
        """The second."""
        headers = {"task": name, "id": task_id, "argsrepr": "()", "timelimit": [time_limit, soft_time_limit]}
        return task_message(headers, {"correlation_id": task_id}, ((), {}, {"chain": None}), None)

    def send_task_message(self, producer, name, message, queue=None, routing_key=None, serializer=None, headers=None):
        """Send it."""
