"""What was sent, and what came of it, as the journal of the plan's processes tells."""

import os
import sys
import time

from .channel import Journal
from .room import Patience

#: Seconds that a sent task is given to be received by the worker, and a received one to end.  What is sent to a queue
#: that nobody reads is not waited for longer than the first.
PATIENCE = 4.0
LONG_PATIENCE = 15.0
#: A task that is to start later than this is observed as scheduled.
SOON = 2.0
MOST_EVENTS = 500
MOST_TASKS = 2000


class Ledger:
    """The tasks and events of one step, and which processes have said that they are ready."""

    def __init__(self, room):
        self.room = room
        self.journal = Journal(os.path.join(room.scratch, "journal"))
        self.ready = set()
        self.received = set()
        self.queues = set()  # that workers have said to take tasks from
        self.consumers_added = False  # workers may read queues that they have not told of
        self.unread = {}  # queue of each task that was sent
        self.later = set()
        self.retries = {}  # by task, as often as the execution was retried that has ended last
        self.tasks = {}
        self.events = []
        self.broadcasts = set()

    def forget(self, pid):
        """A new process has this id: what another of the same id has said is not its."""
        self.read()
        self.ready.discard(pid)

    def begin(self):
        """A new step."""
        self.read()
        self.tasks, self.events, self.broadcasts = {}, [], set()

    def note_sent(self, entry):
        """A task has been published."""
        if len(self.tasks) >= MOST_TASKS and entry["id"] not in self.tasks:
            return  # a step that sends so many is told of by these
        self.tasks.setdefault(
            entry["id"], {"id": entry["id"] or "", "name": entry["name"], "state": "SENT", "result": "", "raised": None}
        )
        self.unread[entry["id"]] = entry["queue"]
        if entry["seconds"] > SOON:
            self.later.add(entry["id"])
            self._note_scheduled(entry["id"])

    def note_broadcast(self, command):
        """A command of remote control has been published."""
        self.broadcasts.add(command)
        self.consumers_added = self.consumers_added or command == "add_consumer"

    def read(self):
        """Take what the processes have written since the last call."""
        for entry in self.journal.read():
            if "ready" in entry:
                self.ready.add(entry["ready"])
                self.queues.update(entry["queues"])
            elif "sent" in entry:
                self.note_sent(entry["sent"])
            elif "received" in entry:
                self._received(entry["received"])
            elif "broadcast" in entry:
                self.note_broadcast(entry["broadcast"])
            elif "event" in entry:
                if len(self.events) < MOST_EVENTS:
                    self.events.append(entry["event"])
            elif entry.get("ended", {}).get("id") in self.tasks:
                self._ended(self.tasks[entry["ended"]["id"]], entry["ended"])

    def _received(self, identifier):
        self.received.add(identifier)
        self._note_scheduled(identifier)

    def _note_scheduled(self, identifier):
        if identifier in self.later and identifier in self.received and identifier in self.tasks:
            self.tasks[identifier]["state"] = "SCHEDULED"

    def _ended(self, known, ended):
        """An execution has ended: the last one counts, and it may be told of before the one that asked for it."""
        if ended.get("retries", sys.maxsize) < self.retries.get(ended["id"], 0):
            return
        self.retries[ended["id"]] = ended.get("retries", 0)
        if ended["state"] != "RETRY" or known["state"] != "SCHEDULED":
            known.update({key: ended[key] for key in ("state", "result", "raised")})

    def wait(self, workers):
        """Wait for what the step sent, as long as it needs and no longer than our patience."""
        starting, taking, ending = (Patience(each, self.room) for each in (LONG_PATIENCE, PATIENCE, LONG_PATIENCE))
        self.read()
        while True:
            waiting = [task for task, known in self.tasks.items() if known["state"] in ("SENT", "RETRY")]
            if not waiting or not workers.running():
                return
            patience = starting if not workers.ready() else ending if self.received.intersection(waiting) else taking
            time.sleep(0.01)
            unread = patience is taking and not (self.consumers_added or any(map(self._has_readers, waiting)))
            if patience.over(0.01) or unread:
                self._give_up(waiting)
                return
            self.room.check()
            self.read()

    def _give_up(self, waiting):
        """Nobody has taken these: what was sent to a queue that no worker reads is there as it should be."""
        for task in waiting:
            if task not in self.received and not self._has_readers(task):
                self.tasks[task]["state"] = "QUEUED"

    def _has_readers(self, task):
        """Whether a worker reads the task's queue, or may: it is not known which that is."""
        return not self.unread[task] or self.unread[task] in self.queues
