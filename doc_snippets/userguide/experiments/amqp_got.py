"""How a message is shown that `celery amqp basic.get` has got."""

import ast

from amqp_shell import answer
from kombu import Connection, Exchange, Queue

with Connection("memory://") as connection:
    queue = Queue("testqueue", Exchange("testexchange", type="direct"), routing_key="testkey")
    connection.Producer().publish("text", exchange=queue.exchange, routing_key="testkey", declare=[queue])
    shown = "\n".join(answer("basic.get testqueue"))
wrong = {slot: text for slot, text in claimed.items() if text in ("u'testexchange'", "u'testkey'")}
right = {slot: repr(ast.literal_eval(text)) for slot, text in wrong.items()}
missing = [text for text in right.values() if text not in shown]
assert not missing, shown
if right:
    otherwise(f"celery amqp shows {' and '.join(right.values())}: no text has a u before it in Python 3", **right)
