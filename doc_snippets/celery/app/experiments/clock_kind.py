"""Of which type the clock is in the statistics of a worker."""

from lab_plain import app

clock = app.Worker(hostname="nobody", pool="solo", quiet=True).info()["clock"]
assert int(clock) >= 0, clock
assert isinstance(clock, int) is not corrected, f"the clock is a string: {clock!r}"
