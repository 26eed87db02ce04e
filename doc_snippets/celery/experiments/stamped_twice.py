"""What is left of a stamp when there is another one of that name, and none is to be appended."""

from celery import signature


def left(*values):
    """The stamp of a signature that is stamped with one after the other."""
    sig = signature("task")
    for value in values:
        sig.stamp(append_stamps=False, stamp=value)
    return sig.options["stamp"]


assert left("first", "last") == "last", "a stamp that is no list is not replaced"
joined = sorted(left(["first"], ["last"])) == ["first", "last"]
merged = left({"first": 1}, {"last": 2}) == {"first": 1, "last": 2}
told = "stamps that are lists are joined, and dictionaries merged; only others are replaced"
assert joined and merged if corrected else not joined, told
