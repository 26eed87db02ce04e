"""Whether task_received waits until the task is ready to be executed."""

from signalling import add, asked, end, told

later = add.apply_async((1, 1), countdown=3600)
try:
    eventually(lambda: told("scheduled"))
    received = "task_received" in asked("signals_received")
finally:
    end([later])
assert received is corrected, "it is sent when the task is received, ready or not: one with a countdown of an hour, too"
