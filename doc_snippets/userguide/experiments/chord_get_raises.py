"""What get() raises when a task of a chord's header has failed."""

from base import add, fail, tsum
from celery import chord
from docs_claims import eventually, otherwise

result = chord([add.s(4, 4), fail.s(), add.s(8, 8)])(tsum.s())
eventually(result.ready)


def raised(**options):
    """What get() raises."""
    try:
        return f"nothing, and returns {result.get(timeout=10, **options)!r}"
    except Exception as error:
        return type(error).__name__


found = raised()
if (found, raised(follow_parents=False)) == ("ValueError", claimed["error"]):
    otherwise(
        f"get() of a chord's result raises the error of the task in its header itself, {found}: {claimed['error']} is "
        "what get(follow_parents=False) raises"
    )
assert found == claimed["error"], f"get() raises {found}"
