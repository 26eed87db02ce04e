"""Which parts of a message hold the task's id, in both versions of the protocol."""

from protocol_lab import app

TASK_ID = "4cc7438e-afd4-4f8f-a2f3-f46567e7ca77"


def holding(version):
    """The names of the fields, headers and properties that hold it, of those that stand for it alone."""
    message = app.amqp.task_protocols[version](TASK_ID, "protocol_lab.add", (2, 2), {})
    body = message.body if isinstance(message.body, dict) else {}
    parts = {"field": body, "header": message.headers, "property": message.properties}
    return {(kind, name) for kind, part in parts.items() for name, value in part.items() if value == TASK_ID}


first, second = holding(1), holding(2)
if ("field", "id") not in first or ("header", "id") not in second:
    raise RuntimeError(f"the id of a task is in {first}, and in {second}")
if corrected:
    assert ("property", "correlation_id") in second, f"the id of a task is in {second}"
else:
    assert ("property", "correlation_id") not in first and ("field", "task_id") in first, (
        "version 1 has no task_id: its field id has become the header id, and correlation_id holds the id in both"
    )
