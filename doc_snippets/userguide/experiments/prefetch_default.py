"""The prefetch count of a worker with the default multiplier, a process."""

from lab import asked, told

processes = told("stats")["pool"]["max-concurrency"]
expect("multiplier", claimed["multiplier"], asked("prefetch_count") // processes)
if "each" in claimed:
    expect("each", claimed["each"], asked("prefetch_count") // processes)
