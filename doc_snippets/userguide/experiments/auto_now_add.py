"""Which option has a field of a model set when the model is created."""

from django.conf import settings
from django.db.models import DateTimeField

if not settings.configured:
    settings.configure()


def takes(option):
    """Whether a field takes it."""
    try:
        DateTimeField("Published date", editable=False, **{option: True})
    except TypeError:
        return False
    return True


assert takes("auto_now_add"), "a field does not even take auto_now_add"
if not takes(claimed["option"]):
    otherwise(f"DateTimeField takes no {claimed['option']} (TypeError): it is auto_now_add", option="auto_now_add")
