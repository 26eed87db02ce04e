"""Which signal is sent when another is asked for; nothing is set."""

import signal

from celery import platforms

asked = []
real, platforms._set_pdeathsig = platforms._set_pdeathsig, asked.append
try:
    platforms.set_pdeathsig("SIGTERM")
finally:
    platforms._set_pdeathsig = real
assert asked == [signal.SIGTERM], (
    f"name is not used: when it is SIGTERM, {signal.Signals(asked[0]).name} is sent all the same"
)
