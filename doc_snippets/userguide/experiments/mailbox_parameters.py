"""What the parameters of the mailbox are called."""

import inspect

from kombu.pidbox import Mailbox

parameters = inspect.signature(Mailbox).parameters
assert {"queue_durable", "queue_exclusive"} <= set(parameters), "the mailbox has other parameters"
wrong = {slot: text for slot, text in claimed.items() if text.partition("=")[0] not in parameters}
if wrong:
    otherwise(
        "the parameters of kombu.pidbox.Mailbox are queue_durable and queue_exclusive: it has no durable, no exclusive",
        **{slot: f"queue_{text}" for slot, text in wrong.items()},
    )
