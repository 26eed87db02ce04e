"""The plan's workers: its own, and those that a line calls by name."""

import os

from . import commands, evidence, files, processes
from .room import Pause

START = 20.0
#: Seconds for workers that have been told to end, to do so.
ENDING = 8.0
#: Bytes of a step's log that are kept.
MOST_LOG = 200000


class WorkerFailed(Exception):
    """The worker did not come up; the text is its log."""


class Workers:
    """Real processes of the target's Celery with the prefork pool, made when they are needed."""

    def __init__(self, room, ledger):
        self.room = room
        self.ledger = ledger
        self.stale = False  # the modules have changed since the workers imported them
        self.pids = {}  # by node name, "" for the plan's own
        self.heard = set()  # those of which the servers know that they listen
        self.path = os.path.join(room.scratch, "worker.log")
        self.position = 0

    def running(self):
        """Whether the plan's own worker is there."""
        return "" in self.pids and processes.ended_status(self.pids[""]) is None

    def ready(self):
        """Whether it has said that it takes tasks."""
        return self.pids.get("") in self.ledger.ready

    def refresh(self, step):
        """Replace workers that have died or have not seen the newest definitions; end those that are not spoken to."""
        self.notice_dead()
        outdated = self.stale and step["kind"] != "module"
        ended = [name for name in self.pids if outdated or (name and name not in step["nodes"])]
        for name in ended:
            self.room.end(self.pids.pop(name))
        if ended:
            self.room.settle()

    def notice_dead(self):
        """Forget workers that somebody has ended, and end what they have left; raise when one never came up."""
        for name, pid in list(self.pids.items()):
            if processes.ended_status(pid) is not None:
                self.ledger.read()
                del self.pids[name]
                self.room.kept.discard(pid)
                self.room.end_strangers()
                if pid not in self.ledger.ready:
                    raise WorkerFailed(self.new_log())

    def start(self, name=""):
        """Start one that is not there, without waiting for it."""
        if name in self.pids:
            return
        if not name:
            self.stale = False
        # Mingling costs a second and tells a reader's worker nothing here; gossip between workers is left on.
        arguments = ["-A", self.room.order["app"], "worker", "-l", "INFO", "-c", "2", "--without-mingle"]
        others = [module for module in self.room.modules if module != self.room.order["app"]]
        if others:
            arguments += ["-I", ",".join(others)]
        if name:
            arguments += ["-n", name]
        self.pids[name] = commands.start(self.room, ["celery"] + arguments, {}, self.path, self.ledger)

    def need(self, nodes):
        """Have the plan's own worker, and those of these names, ready."""
        for name in ["", *nodes]:
            self.start(name)
        pause = Pause(self.room, START)
        while True:
            self.ledger.read()
            self.notice_dead()
            if all(pid in self.ledger.ready for pid in self.pids.values()):
                if not self.heard.issuperset(self.pids.values()):
                    self.heard = set(self.pids.values())
                    self.room.await_servers()  # to which they have just subscribed
                return
            if pause.over():
                self.stop()
                raise WorkerFailed(self.new_log())

    def await_end(self):
        """Wait for workers that were told to shut down: they would take with them what is sent meanwhile."""
        pause = Pause(self.room, ENDING)
        while any(processes.ended_status(pid) is None for pid in self.pids.values()):
            if pause.over():
                break
        self.stop()

    def stop(self):
        """Kill all of them."""
        if not self.pids:
            return
        while self.pids:
            self.room.end(self.pids.popitem()[1])
        self.room.settle()

    def new_log(self):
        """What the workers have logged since the last call."""
        data = files.read(self.path, self.position, MOST_LOG)
        self.position = max(self.position, files.size(self.path))
        return evidence.shorten(data.decode("utf-8", "backslashreplace"))
