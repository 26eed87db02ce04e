"""What humanize() shows without and with the defaults."""

from celery import Celery

app = Celery("changes", set_as_current=False)
app.conf.timezone = "Europe/London"
few, all_ = app.conf.humanize(with_defaults=False), app.conf.humanize(with_defaults=True)
assert "timezone" in few, "a setting that was changed is not shown"
assert "worker_prefetch_multiplier" not in few, "defaults are shown, too"
assert "worker_prefetch_multiplier" in all_, "the defaults are not shown"
