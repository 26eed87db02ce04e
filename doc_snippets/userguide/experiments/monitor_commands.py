"""What the curses monitor can have workers do."""

import inspect
from types import CodeType

from celery.events.cursesmon import CursesMonitor


def words(code):
    """Names and texts in a function, and in those within it."""
    for each in (*code.co_names, *code.co_consts):
        if isinstance(each, CodeType):
            yield from words(each)
        elif isinstance(each, str):
            yield each


said = {word for _, method in inspect.getmembers(CursesMonitor, inspect.isfunction) for word in words(method.__code__)}
assert {"revoke", "rate_limit"} <= said, "the monitor cannot revoke tasks, or limit their rate"
assert "shutdown" in said, "the monitor's commands are revoking a task and limiting its rate: none shuts down a worker"
