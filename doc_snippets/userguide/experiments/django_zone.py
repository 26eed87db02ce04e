"""Whose time zone an application has that is configured from Django's settings."""

import sys
from types import ModuleType

from celery import Celery

settings = sys.modules["project_settings"] = ModuleType("project_settings")
settings.TIME_ZONE = "Europe/London"
settings.USE_TZ = True
app = Celery("zoned", broker="memory://", set_as_current=False)
app.config_from_object("project_settings", namespace="CELERY")
zone = str(app.timezone)
assert zone == "Europe/London", f"Celery does not read TIME_ZONE: with 'Europe/London' in it the time zone is {zone}"
