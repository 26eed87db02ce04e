"""Of what a mailbox's options make durable, or exclusive, ones."""

from kombu import Exchange
from kombu.pidbox import Mailbox

mailbox = Mailbox("celery", type="fanout", queue_durable=True, queue_exclusive=False)
assert mailbox.get_queue("w@example.com").durable, "it makes no queue durable"
assert Mailbox("celery", queue_exclusive=True).get_queue("w@example.com").exclusive, "it makes no queue exclusive"
both = mailbox.exchange.durable and mailbox.reply_exchange.durable
can = {"durable": both, "exclusive": "exclusive" in dict(Exchange.attrs)}
told = {
    "durable": "the exchanges of the mailbox are not durable, whatever is set",
    "exclusive": "an exchange cannot be exclusive",
}
((slot, documented),) = claimed.items()
if documented == "exchanges" and not can[slot]:
    contradicted(slot, "queues", told[slot])
