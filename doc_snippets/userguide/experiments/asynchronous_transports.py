"""Which transports the worker's event loop can be used with: what each says of itself in its module."""

import ast
import importlib.util
from pathlib import Path


def asynchronous(module):
    """Whether the transport of that module says so; it need not be installed in full."""
    tree = ast.parse(Path(importlib.util.find_spec(module).origin).read_text())
    given = [each for each in ast.walk(tree) if isinstance(each, ast.keyword) and each.arg == "asynchronous"]
    return any(isinstance(each.value, ast.Constant) and each.value.value is True for each in given)


if not asynchronous("kombu.transport.pyamqp") or asynchronous("kombu.transport.filesystem"):
    raise RuntimeError("transports say in another way what they are")
((slot, documented),) = claimed.items()
if asynchronous("kombu.transport.SQS") and "sqs" not in documented.lower():
    otherwise(
        "the transport of SQS is asynchronous, too: a worker uses the event loop with it",
        **{slot: "amqp, redis or SQS" if " or " in documented else "amqp, redis, SQS"},
    )
