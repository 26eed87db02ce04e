"""The logger of a task."""

from base import add

assert hasattr(add, "get_logger"), "a task has no get_logger: get_task_logger of celery.utils.log makes one"
