"""How many messages a worker with a multiplier of one may hold for each process."""

from one_at_a_time import asked, told

expect("each", claimed["each"], asked("prefetch_count") / told("stats")["pool"]["max-concurrency"])
