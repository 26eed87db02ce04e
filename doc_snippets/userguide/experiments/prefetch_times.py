"""How many messages a worker may reserve, as long as nothing is configured."""

from lab import app, asked, told

slots = told("stats")["pool"]["max-concurrency"]
expected = app.conf.worker_prefetch_multiplier * slots
assert asked("prefetch_count") == expected, "the prefetch count is not the multiplier times the concurrency slots"
