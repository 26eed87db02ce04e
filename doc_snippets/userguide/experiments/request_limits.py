"""The order of the request's time limits."""

from base import about

found = about.apply_async(time_limit=90, soft_time_limit=60).get(timeout=10)["timelimit"]
order = {90: "hard", 60: "soft"}
real = tuple(order[limit] for limit in found)
if (claimed["first"], claimed["second"]) != real:
    raise AssertionError(f"with a hard limit of 90 and a soft one of 60, timelimit is {found}")
