"""In which order a message of version 2 has the two time limits."""

from protocol_lab import message

headers, _ = message(2, time_limit=10.0, soft_time_limit=3.0)
order = {10.0: "hard", 3.0: "soft"}
expect("limits", claimed["limits"], "(%s, %s)" % tuple(order[limit] for limit in headers["timelimit"]))
