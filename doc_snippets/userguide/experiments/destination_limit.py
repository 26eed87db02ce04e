"""With a destination, as many replies are waited for as there are hosts in it."""

import time

from lab import app, node

name = node()
begin = time.monotonic()
replies = app.control.ping(destination=[name], timeout=20)
took = time.monotonic() - begin
assert [list(reply) for reply in replies] == [[name]], "others than the one that was asked have answered"
assert took < 15, f"one worker was asked, and has answered; its client went on waiting for {took:.0f} seconds"
