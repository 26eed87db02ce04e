"""Which kind of number the offset in an event is: here where the clocks are half an hour off."""

from event_lab import sent

offset = sent("HALF-5:30").payload["utcoffset"]
if isinstance(offset, float) and claimed["kind"] != "float":
    otherwise(f"utcoffset is a float: at UTC+05:30 it is {offset:g}", kind="float")
