"""Stamps arrive in the worker, and survive a chain, a group and a chord."""

from celery import chain, chord, group
from celery.canvas import StampingVisitor
from stamps import gather, tell

LIMIT = 15
EXPECTED = {"batch_id": ["batch-1"]}


class Batch(StampingVisitor):
    """Stamps every signature of a canvas, a chord's body included."""

    def on_signature(self, sig, **headers):
        return {"batch_id": "batch-1", "stamped_headers": ["batch_id"]}


def told(result):
    return result.get(timeout=LIMIT)


def check(what, found, expected):
    assert found == expected, f"{what}: the worker saw {found!r}, not {expected!r}"


single = tell.apply_async(stamped_headers=["batch_id"], batch_id="batch-1")
check("a task sent with stamped_headers", told(single), EXPECTED)

signature = tell.s()
signature.stamp(batch_id="batch-1")
check("a stamped signature", told(signature.apply_async()), EXPECTED)

tasks = chain(tell.si(), tell.si(), tell.si())
tasks.stamp(batch_id="batch-1")
last = tasks.apply_async()
check("the last task of a chain", told(last), EXPECTED)
check("the second task of a chain", told(last.parent), EXPECTED)
check("the first task of a chain", told(last.parent.parent), EXPECTED)

tasks = group(tell.si(), tell.si())
tasks.stamp(batch_id="batch-1")
check("a group", told(tasks.apply_async()), [EXPECTED, EXPECTED])

tasks = chord([tell.si(), tell.si()], gather.s())
tasks.stamp(batch_id="batch-1")
check("the header of a chord", told(tasks.apply_async())["header"], [EXPECTED, EXPECTED])

tasks = chord([tell.si(), tell.si()], gather.s())
tasks.stamp(visitor=Batch())
found = told(tasks.apply_async())
check("the header of a chord that a visitor stamped", found["header"], [EXPECTED, EXPECTED])
check("the body of a chord that a visitor stamped", found["own"], EXPECTED)
