"""What is raised in the end when there is a current exception, and another one is given."""

from docs_claims import otherwise
from giving_up_with import fails

result = fails.delay()
found = type(result.get(timeout=10, propagate=False)).__name__
if found not in ("KeyError", "OverflowError"):
    raise RuntimeError(f"raised is {found}")
if corrected:
    if found == "KeyError":
        otherwise("retry raises the current exception when the retries are used up, not its exc argument")
    assert "direct cause" in result.traceback, "the current exception is not the cause of the one that is given"
elif found == "OverflowError":
    otherwise(
        "retry raises its exc argument when the retries are used up, also where there is a current exception: a task "
        "that handles a KeyError and gives an OverflowError ends with the OverflowError"
    )
