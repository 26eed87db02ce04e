"""In which order a message of version 1 has the two time limits."""

from protocol_lab import message

_, body = message(1, time_limit=claimed["hard"], soft_time_limit=claimed["soft"])
expect("example", claimed["example"], str(tuple(body["timelimit"])))
