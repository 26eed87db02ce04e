"""Which sign the offset in an event has: here an hour ahead of UTC."""

from event_lab import sent

offset = sent("AHEAD-1").payload["utcoffset"]
if corrected:
    assert offset == -1, f"one hour ahead of UTC it is {offset:g}"
else:
    assert offset == 1, f"one hour ahead of UTC it is {offset:g}: it is the number of hours behind UTC"
