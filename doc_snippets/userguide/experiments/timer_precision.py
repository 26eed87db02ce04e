"""Whether a worker's timer is as precise as the setting says."""

from lab_precise import asked

found = asked("timer_interval")
assert (found != 0.1) == corrected, (
    f"the timer of a worker with an event loop may sleep for {found:g} seconds, whatever worker_timer_precision is"
)
