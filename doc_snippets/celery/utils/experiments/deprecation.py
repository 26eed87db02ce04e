"""Which of two warnings is emitted, with and without the version that marks the first deprecation."""

import warnings

from celery.utils import deprecated


def is_pending(**given):
    """Whether the warning is a PendingDeprecationWarning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        deprecated.Callable(removal="9.0", **given)(lambda: None)()
    (told,) = caught
    return issubclass(told.category, PendingDeprecationWarning)


assert is_pending(deprecation="8.0") != is_pending(), "the argument makes no difference"
if is_pending(deprecation="8.0") and claimed["how"] == "isn't set":
    otherwise("if it isn't set, a DeprecationWarning is emitted; a PendingDeprecationWarning, if it is", how="is set")
