"""How a signal keeps its receivers."""

from celery.utils.dispatch import Signal


def receiver(**given):
    """Receive it."""


signal = Signal()
signal.connect(receiver, weak=True)
kind = list if corrected else dict
assert isinstance(signal.receivers, kind), f"it is a {type(signal.receivers).__name__}, of keys and what they refer to"
