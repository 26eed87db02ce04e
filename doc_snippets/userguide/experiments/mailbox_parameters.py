"""What the parameters of the mailbox are called."""

import inspect

from kombu.pidbox import Mailbox

parameters = inspect.signature(Mailbox).parameters
for slot, documented in claimed.items():
    name, equals, value = documented.partition("=")
    if name not in parameters:
        real = f"queue_{name}"
        assert real in parameters, f"the mailbox has no parameter {name}, nor {real}"
        contradicted(slot, real + equals + value)
