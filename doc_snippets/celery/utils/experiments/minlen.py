"""Which sizes a limited set may have."""

from celery.utils.collections import LimitedSet

if LimitedSet(maxlen=2, minlen=2).minlen != 2:
    raise RuntimeError("the set is not as it was made")
try:
    LimitedSet(minlen=2)
except ValueError as error:
    alone = str(error)
else:
    alone = ""
if corrected:
    assert alone, "minlen can be configured without maxlen"
else:
    assert not alone, f"it may be equal to maxlen, and without maxlen it is refused: ValueError: {alone}"
