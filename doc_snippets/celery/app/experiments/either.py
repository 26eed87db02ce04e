"""When the value of a configuration key is taken."""

from celery import Celery

app = Celery("either", set_as_current=False)
app.conf.broker_use_ssl = True
assert app.either("broker_use_ssl", None) is True, "the value of the configuration is not taken for None"
kept = app.either("broker_use_ssl", False) is False
assert kept is corrected, (
    "a value that is false is taken, too: only None is passed over (and they are called *defaults)"
)
