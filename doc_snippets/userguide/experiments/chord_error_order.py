"""Which of the tasks that fail is named when a chord fails."""

from base import tsum
from celery import chord
from chord_header import fails_first, fails_later

result = chord([fails_later.s(), fails_first.s()])(tsum.s())
error = str(result.get(timeout=20, propagate=False))
later, first = (child.id in error for child in result.parent.results)
if later == first:
    raise RuntimeError(f"the error is {error}")
assert later is corrected, (
    "the task that stands first in the header is shown, also where another one failed before it (unless a Redis "
    "backend has the option result_chord_ordered turned off)"
)
