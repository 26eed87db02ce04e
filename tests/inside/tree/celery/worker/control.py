# ruff: noqa: RUF012
from collections import namedtuple

info = namedtuple("info", "alias type visible default_timeout help signature args variadic")


def revoke(state, task_id, terminate=False, signal=None, **kwargs):
    """Revoke task by task id."""


def rate_limit(state, task_name, rate_limit, **kwargs):
    """Tell worker(s) to modify the rate limit for a task by type."""


def revoke_by_stamped_headers(state, headers, terminate=False, **kwargs):
    """Revoke tasks by header."""


def enable_events(state):
    """Tell worker(s) to send task-related events."""


def active(state, **kwargs):
    """List of tasks currently being executed."""


class Panel:
    data = {
        "revoke": revoke,
        "rate_limit": rate_limit,
        "revoke_by_stamped_headers": revoke_by_stamped_headers,
        "enable_events": enable_events,
        "active": active,
    }
    meta = {
        "revoke": info(None, "control", True, 1.0, "Revoke task.", "[id1 [id2]]", None, "task_id"),
        "rate_limit": info(
            None, "control", True, 1.0, "Rate.", "<task_name> <limit>", [("task_name", str), ("rate_limit", str)], None
        ),
        "revoke_by_stamped_headers": info(None, "control", True, 1.0, "Revoke.", "[k=v]", None, "headers"),
        "enable_events": info(None, "control", True, 1.0, "Events.", None, None, None),
        "active": info("dump_active", "inspect", True, 1.0, "Active.", None, None, None),
    }
