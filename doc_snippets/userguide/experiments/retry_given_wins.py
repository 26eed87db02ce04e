"""What is raised in the end when there is a current exception, and another one is given."""

from docs_claims import otherwise
from giving_up_with import fails

found = type(fails.delay().get(timeout=10, propagate=False)).__name__
if found != "KeyError" and claimed["what"] == "the current exception":
    if found != "OverflowError":
        raise RuntimeError(f"raised is {found}")
    otherwise(
        "retry raises its exc argument when the retries are used up, also where there is a current exception: a task "
        "that handles a KeyError and gives an OverflowError ends with the OverflowError",
        what="the ``exc`` argument" + (" from it" if claimed["how"] == "re-raise" else ""),
        how=claimed["how"].replace("re-", ""),
    )
