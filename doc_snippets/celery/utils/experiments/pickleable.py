"""What is found for an exception that can be pickled, and for one without such a parent."""

from celery.utils.serialization import find_pickleable_exception


def unknown():
    """An exception that cannot be pickled: nobody can import its class."""

    class Unknown(Exception):
        pass

    return Unknown()


assert find_pickleable_exception(unknown()) is None, "something is found where there is nothing"
found = find_pickleable_exception(ValueError("text"))
if not corrected:
    assert found is None, f"for a pickleable exception, one of the same class is returned: {found!r}"
