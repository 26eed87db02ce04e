"""Which signals are sent, and in what order, when a worker is made."""

from celery import signals
from celery.utils.dispatch import Signal
from lab_plain import app

sent = []


def note(name):
    def handler(**_):
        sent.append(name)

    return handler


for name, each in list(vars(signals).items()):
    if isinstance(each, Signal):
        each.connect(note(name), weak=False)
app.Worker(hostname="worker1@example.com", pool="solo", quiet=True)
assert "celeryd_init" in sent, sent
before = list(dict.fromkeys(sent[: sent.index("celeryd_init")]))
assert not before, f"{' and '.join(before)} is sent before it"
