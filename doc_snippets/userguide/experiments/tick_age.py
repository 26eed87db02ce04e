"""For how long beat answers without a pass, when its scheduler settled on a short interval."""

from celery.beat import BeatPidbox, Scheduler, Service
from lab_plain import app

service = Service(app, max_interval=5, scheduler_cls=Scheduler)
service.effective_max_interval = service.scheduler.max_interval
limit = BeatPidbox(service).max_tick_age
if corrected:
    assert limit == 60, f"with an interval of 5 seconds it is {limit:g} seconds"
else:
    assert limit == 10, f"with an interval of 5 seconds it is {limit:g} seconds: it is never less than that"
