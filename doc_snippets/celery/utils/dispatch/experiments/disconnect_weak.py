"""Whether a receiver is disconnected when it was connected with another state."""

import warnings

from celery.utils.dispatch import Signal


def receiver(**given):
    """Receive it."""


signal = Signal()
signal.connect(receiver, weak=False)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    gone = signal.disconnect(receiver, weak=True)
assert gone is bool(corrected), (
    f"a receiver that was connected with weak=False is disconnected with weak=True, too: {caught[0].message}"
)
