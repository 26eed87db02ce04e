"""What the name of an entry in the schedule is."""

from celery.beat import Scheduler
from lab_plain import app

scheduler = Scheduler(app, schedule={}, lazy=True)
scheduler.update_from_dict({"every-minute": {"task": "tasks.add", "schedule": 60}})
(entry,) = scheduler.schedule.values()
if entry.task != "tasks.add":
    raise RuntimeError("the entry has lost its task")
real = {"every-minute": "entry", "tasks.add": "task"}[entry.name]
expect("what", claimed["what"], real, f"an entry for tasks.add that is called every-minute has the name {entry.name}")
