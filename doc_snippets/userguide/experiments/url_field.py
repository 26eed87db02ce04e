"""Which options a field of a model for addresses takes."""

from django.conf import settings
from django.db.models import URLField

if not settings.configured:
    settings.configure()

URLField("home page", blank=True)
try:
    if not corrected:
        URLField("home page", blank=True, verify_exists=False)
except TypeError:
    raise AssertionError("URLField takes no verify_exists any more: the class of the model raises TypeError") from None
