"""When the value of a configuration key is taken."""

from celery import Celery

app = Celery("either", set_as_current=False)
app.conf.broker_use_ssl = True
assert app.either("broker_use_ssl", None) is True, "the value of the configuration is not taken for None"
kept = app.either("broker_use_ssl", False) is False
told = "a false value is taken, too: app.either('broker_use_ssl', False) is False (and they are called *defaults)"
assert kept is corrected, told
