"""How a publisher is made of a connection, and used."""

from base import add

if corrected:
    with add.app.pool.acquire(block=True) as connection, add.app.amqp.Producer(connection) as publisher:
        results = [add.apply_async((i, i), publisher=publisher) for i in (2, 4)]
    found = [result.get(timeout=10) for result in results]
    assert found == [4, 8], "the tasks that the publisher sends do not return what they are to"
else:
    assert hasattr(add, "get_publisher"), "a task has no get_publisher"
