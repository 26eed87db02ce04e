"""What the processes of a plan share: its folders, its modules, and the list of the processes themselves."""

import os
import re
import signal
import sys
import time

from . import containment, files, processes


class HostGone(Exception):
    """Nobody listens any more: stop at once."""


class Crowded(Exception):
    """The plan has more processes, or more memory, than any reader's session; the text says which."""


#: Processes of a plan beyond which somebody is multiplying, and how often they are counted (seconds).
MOST_PROCESSES = 300
#: Bytes, all processes of the plan together.
MOST_MEMORY = 3 << 30
COUNTED = 0.2
#: Seconds by which a sleep may be late before the machine is taken to be busy.
SLUGGISH = 0.05
#: How many times as long processes are waited for that do not get a core.
MOST_GRANTED = 4
#: Seconds for the servers to notice that connections are closed.
SETTLING = 5.0


class Room:
    """A plan's place: where its files are, which processes belong to it, who listens to what happens."""

    def __init__(self, channel, order):
        self.channel = channel
        self.order = order
        self.directory = order["directory"]
        self.scratch = order["scratch"]
        self.modules = {}  # text of each module that samples were saved into
        self.kept = set()  # processes that go on from step to step: all others are strangers
        self.forked = []  # every process that we have started: where there is no /proc, nobody else knows them
        self.private = []  # channels that children must not have
        self.counted = 0.0
        self.waited = {}  # seconds for which each of our processes has waited for a core
        self.starved = 0.0  # seconds for which some of them did
        self.commands = 0
        self.relieve = None  # ends what can be spared when no more processes can be had

    def fork(self, body):
        """Run `body` in a process of its own, in a process group of its own; its process id."""
        sys.stdout.flush()
        try:
            pid = os.fork()
        except BlockingIOError:
            if self.relieve is None:
                raise
            self.relieve()
            pid = os.fork()
        if pid == 0:
            try:
                for channel in [self.channel] + self.private:
                    channel.close()
                begin(self.order["contained"])
                body()
            finally:
                os._exit(1)
        self.forked.append(pid)
        return pid

    def settle(self):
        """Wait until the servers know that the connections of processes that have been ended are closed.

        Redis hands a message to whoever has waited longest for it, be he dead for a moment: it would be lost.
        """
        self.end_strangers()
        self.await_servers()

    def await_servers(self):
        """Wait until all that our processes have sent so far has reached the servers.

        Connections go their way one by one: of two processes the one that has written first need not be heard first.
        """
        self.channel.send({"settle": True})
        try:
            if self.channel.receive(SETTLING) is None:
                raise HostGone
        except TimeoutError:
            return

    def number(self):
        """A number that no other command of the plan has."""
        self.commands += 1
        return self.commands

    def end(self, pid):
        """Kill a process of ours and all below it; its wait status, None when it was not there."""
        self.kept.discard(pid)
        return processes.kill_tree(pid)

    def end_strangers(self):
        """Kill what steps have left behind."""
        processes.kill_strangers(keep=self.kept)

    def check(self):
        """Raise HostGone when nobody listens any more, Crowded when the plan is out of hand."""
        try:
            if self.channel.receive(0) is None:
                raise HostGone
        except TimeoutError:
            pass
        elapsed = time.monotonic() - self.counted
        if elapsed > COUNTED:
            self.counted += elapsed
            below = processes.descendants_of(os.getpid())
            before, self.waited = self.waited, processes.waited_for_cores(below)
            grown = sum(seconds - before.get(pid, 0.0) for pid, seconds in self.waited.items())
            self.starved += min(grown, elapsed)
            if len(below) > MOST_PROCESSES:
                raise Crowded("too many processes")
            if processes.memory_of(below) > MOST_MEMORY:
                raise Crowded("too much memory")

    # -- files ------------------------------------------------------------------------------------

    def save(self, path, text):
        """Write a file of the plan's directory."""
        target = os.path.join(self.directory, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        files.write(target, text.encode("utf-8"))

    def append(self, module, source):
        """Save a definition where the reader would, below what stands there."""
        above = self.modules.get(module, "")
        if above:
            # Legal at the top of a file only, where a reader's editor would have put it.
            source = re.sub(r"(?m)^from __future__ import [^(\n]+$", "", source)
        self.write(module, above + source.rstrip("\n") + "\n")

    def write(self, module, text):
        """Have the module's file hold this text and nothing else."""
        self.modules[module] = text
        self.save(module.replace(".", "/") + ".py", text)


def begin(contained):
    """What every process below the supervisor does first."""
    os.setpgid(0, 0)
    processes.die_with_parent()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    processes.seal(False)
    containment.limit(contained)


class Patience:
    """Seconds that somebody is waited for.

    While the machine lets nobody run, ourselves included, they do not pass; nor while it has no core for the plan's
    processes, up to `MOST_GRANTED` times as long: a verdict does not depend on what else the machine is doing.
    """

    def __init__(self, seconds, room=None):
        self.left = seconds
        self.granted = seconds * MOST_GRANTED  # that may still be added
        self.room = room
        self.starved = room.starved if room else 0.0
        self.seen = time.monotonic()

    def over(self, expected):
        """Whether the time is up; called at least every `expected` seconds when the machine lets us run."""
        now = time.monotonic()
        self.left -= min(now - self.seen, expected + SLUGGISH)
        self.seen = now
        if self.room and self.room.starved > self.starved:
            more = min(self.room.starved - self.starved, self.granted)
            self.starved = self.room.starved
            self.granted -= more
            self.left += more
        return self.left <= 0


class Pause:
    """Waits in short steps, watching the host, until our patience is over."""

    def __init__(self, room, seconds, step=0.01):
        self.room, self.step = room, step
        self.patience = Patience(seconds, room)

    def over(self):
        """Sleep a little; True when the time is up."""
        time.sleep(self.step)
        self.room.check()
        return self.patience.over(self.step)
