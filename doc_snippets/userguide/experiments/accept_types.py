"""By which names a serializer is accepted."""

from celery import Celery
from kombu.serialization import prepare_accept_content

accepted = set()
for name in ("json", "application/json"):
    app = Celery("accepts", set_as_current=False)
    app.conf.accept_content = [name]
    accepted |= {frozenset(prepare_accept_content(app.conf.accept_content))}
assert accepted == {frozenset({"application/json"})}, "the content type does not accept what the name accepts"
