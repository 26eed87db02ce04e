"""Which of several stamps of one name is left in the headers when none is to be appended."""

from celery import signature

sig = signature("task").set(stamp="own", stamped_headers=["stamp"])


def left(own, **headers):
    """The stamp that is left of the visitor's, of that in headers, and of the signature's own."""
    return sig._stamp_headers({"stamp": "visitor"}, append_stamps=False, self_headers=own, **headers)["stamp"]


if left(own=False) != "visitor":
    raise RuntimeError("a stamp alone is not left")
found = left(own=True, stamp="headers"), left(own=False, stamp="headers"), left(own=True)
if corrected:
    assert found == ("headers", "headers", "visitor"), f"left is {found[0]}, without one in headers {found[2]}"
else:
    assert found[1] != "headers", "the stamp in headers is kept: that of the visitor does not replace it"
