"""Whether the backend that is called deprecated can be used."""

from celery.app.backends import by_url

try:
    backend, _ = by_url("amqp://")
except Exception:  # which one differs among releases
    backend = None
if corrected:
    assert backend is None, "there still is an AMQP result backend"
else:
    assert backend is not None, "there is no AMQP result backend any more"
