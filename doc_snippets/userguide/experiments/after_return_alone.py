"""A chord of tasks that override after_return without calling super."""

from base import noted
from celery import chord
from docs_claims import eventually
from handlers import silent, silent_sum

result = chord([silent.s(1, 1), silent.s(2, 2)])(silent_sum.s())
try:
    found = result.get(timeout=5)
except result.TimeoutError:
    found = None
eventually(lambda: noted(event="silent"))
assert found is None, "the callback of the chord is applied without that call, too: after_return of Task does nothing"
