"""Which timezone an application has that none is configured for."""

import os
import time
from datetime import datetime, timedelta

from celery import Celery
from docs_claims import otherwise

os.environ["TZ"] = "EST5"  # five hours behind UTC, the whole year
time.tzset()
app = Celery("no_system_zone", set_as_current=False)
offset = datetime.now(app.timezone).utcoffset()
if not offset and claimed["zone"] == "system":
    otherwise("without the timezone setting Celery uses UTC, whatever the timezone of the system is", zone="UTC")
wanted = timedelta(hours=-5) if claimed["zone"] == "system" else timedelta(0)
assert offset == wanted, f"without the setting the timezone is {app.timezone}"
