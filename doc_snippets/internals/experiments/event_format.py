"""How an event is serialized, when the setting says how."""

from event_lab import app, sent

assert sent().content_type == "application/json", "an event is not serialized as JSON by default"
app.conf.event_serializer = "pickle"
real = sent().content_type
if corrected:
    assert real == "application/x-python-serialize", f"event_serializer has no effect: what is sent is {real}"
else:
    assert real == "application/json", f"event_serializer decides: with 'pickle' an event is {real}"
