"""How a signal keeps its receivers."""

from celery.utils.dispatch import Signal


def receiver(**given):
    """Receive it."""


signal = Signal()
signal.connect(receiver, weak=True)
kind = list if corrected else dict
assert isinstance(signal.receivers, kind), (
    "it is a list of tuples: the keys of a receiver and of its sender, and a reference to the receiver"
)
