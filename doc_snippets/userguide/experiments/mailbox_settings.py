"""Which settings the mailbox of the remote control takes its queues' properties from."""

from celery import Celery


def mailbox(**settings):
    """The mailbox of an application with these settings."""
    app = Celery("mailboxes", broker="amqp://", set_as_current=False)
    app.conf.update(settings)
    return app.control.mailbox


def changes(prefix, name):
    """Whether the setting of this prefix decides on it."""
    neither = {f"{prefix}_queue_durable": False, f"{prefix}_queue_exclusive": False}
    found = [mailbox(**settings) for settings in (neither, {**neither, f"{prefix}_queue_{name}": True})]
    return [getattr(each, f"queue_{name}") for each in found] == [False, True]


right = {}
for slot, documented in claimed.items():
    prefix, _, name = documented.partition("_queue_")
    assert changes("control", name), f"control_queue_{name} does not change the mailbox"
    right[slot] = documented if changes(prefix, name) else f"control_queue_{name}"
if right != claimed:
    wrong = " and ".join(text for slot, text in claimed.items() if right[slot] != text)
    otherwise(f"{wrong} change the queues of events: those of the mailbox are {' and '.join(right.values())}", **right)
