"""What the request of a chord's task says of its chord."""

from base import tell
from celery import chord
from requested import told

result = chord([told.si(), told.si()])(tell.s())
(first, second), *_ = result.get(timeout=10)["args"]
if corrected:
    body = [found["chord"]["options"]["task_id"] for found in (first, second)]
    assert body == [result.id, result.id], "the request's chord is not the body of the chord"
    alone = told.delay().get(timeout=10)["chord"]
    assert not alone, "a task that is in no chord has one in its request"
else:
    assert isinstance(first["chord"], str), "no id: it is the signature of the body of the chord, as a mapping"
