"""Whether a message is sent with the retry policy that a handler of before_task_publish has modified."""

from celery.signals import before_task_publish
from kombu import Producer
from lab_plain import app

policies, given = [], []


@before_task_publish.connect(weak=False)
def modify(retry_policy=None, **_):
    given.append(retry_policy)
    if retry_policy is not None:
        retry_policy["max_retries"] = 41


class Publishing(Producer):
    """A producer that sends nothing."""

    def publish(self, body, retry_policy=None, **_):
        policies.append(retry_policy)


with app.connection_for_write() as connection:
    producer = Publishing(connection.channel())
    app.send_task("lab_plain.nothing", producer=producer)
    app.send_task("lab_plain.nothing", producer=producer, retry_policy={"max_retries": 2})
if len(policies) != 2:
    raise RuntimeError("the messages are not sent by that producer")
assert [policy["max_retries"] for policy in policies] == [41, 41], (
    "modifying it has no effect: it is "
    + ("None when the call gives no policy, and else " if given[0] is None else "")
    + "the call's own mapping, which has been copied already"
)
