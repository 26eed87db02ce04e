"""The reader's Python session, as the supervisor sees it: a process that runs steps, and can be made again."""

import os
import socket
import typing

from . import evidence, processes
from .channel import Channel
from .client import Client, read_text
from .room import Patience

#: Seconds between two looks at the workers while the client runs.
GLANCE = 0.2


class Gone(Exception):
    """The client cannot be brought to where the plan stands."""


class Reader:
    """The client's process: killed when it takes too long, and made anew, with what can be done again, for the next."""

    def __init__(self, room, ledger, workers):
        self.room = room
        self.ledger = ledger
        self.workers = workers
        self.channel: typing.Any = None
        self.pid = None
        self.performed = []
        self.restarted = False

    def ask(self, step):
        """Have the client run a step; a report's fields."""
        if self.channel is not None and processes.ended_status(self.pid) is not None:
            self.drop(ended=True)  # by a thread or a timer of an earlier step
        if self.channel is None:
            problem = self._start()
            if problem is not None:
                return {"status": "fault", "reason": "context", "raised": problem["raised"]}
        module = step["module"]
        before = self.room.modules.get(module, "")
        request = dict(step, offset=before.count("\n"))
        if step["kind"] == "module":
            self.room.append(module, step["source"])
        answer = self._exchange(request)
        if answer["status"] == "done":
            # What sends nothing and asks nobody can be done again for a client that has to be made anew.
            if step["kind"] == "module" or not (step["worker"] or self.ledger.tasks):
                self.performed.append(request)
            self.workers.stale = self.workers.stale or step["kind"] == "module"
        elif step["kind"] == "module":
            # What does not run is not saved: the file has to stay importable for the worker.
            self.room.write(module, before)
        return answer

    def _exchange(self, request):
        try:
            self.channel.send(request)
        except OSError:  # it has died between two steps
            return {"status": "died", "reason": self.drop()}
        patience = Patience(request["limit"], self.room)
        while True:
            try:
                message = self._listen(patience)
            except TimeoutError:
                return self._lost("timeout", "no end after %g s" % request["limit"])
            except ValueError:
                return self._lost("died", "it wrote to a descriptor that is not its own")
            if message is None:
                return self._lost("died", "")
            if "sent" in message:
                self.ledger.note_sent(message["sent"])
                self.workers.start()
                continue
            if "broadcast" in message:
                self.ledger.note_broadcast(message["broadcast"])
                continue
            if self.restarted:
                message["reason"] = message.get("reason") or "client-restarted"
            return message

    def _lost(self, status, reason):
        output = read_text(os.path.join(self.room.scratch, "output"))
        how = self.drop()
        return {"status": status, "output": output, "reason": reason or how}

    def _listen(self, patience):
        """The client's next message, watching workers and host meanwhile."""
        while True:
            if patience.over(GLANCE):
                raise TimeoutError
            try:
                return self.channel.receive(min(patience.left, GLANCE))
            except TimeoutError:
                self.workers.notice_dead()
                if self.ledger.tasks:
                    self.workers.start()
                self.room.check()
                if processes.is_stopped(self.pid):
                    return None

    def _start(self):
        """Fork the client and bring it to where the plan stands; what went wrong in the context, if anything."""
        order = self.room.order
        ours, theirs = socket.socketpair()

        def body():
            ours.close()
            Client(Channel(theirs), order, self.room.scratch).serve()
            os._exit(0)

        self.pid = self.room.fork(body)
        theirs.close()
        self.channel = Channel(ours)
        self.room.private.append(self.channel)
        self.room.kept.add(self.pid)
        self.restarted = bool(self.performed)
        again = [context_request("module", text, module) for module, text in order["heads"].items()]
        if order["preamble"]:
            again.append(context_request("typed", order["preamble"], ""))
        for number, request in enumerate(again + self.performed):
            answer = self._exchange(request)
            if answer["status"] != "done":
                self.drop()
                if number < len(again):
                    return {"raised": answer.get("raised")}
                raise Gone("client-lost")
        return None

    def drop(self, ended=False):
        """Kill the client, if there is one; how it ended, in words."""
        if self.channel is None:
            return ""
        self.channel.close()
        self.room.private.remove(self.channel)
        self.channel = None
        pid, self.pid = self.pid, None
        if ended:
            self.room.kept.discard(pid)
            return "ended"
        below = processes.descendants_of(pid)
        status = processes.wait_briefly(pid)
        if status is None:
            status = self.room.end(pid)
        self.room.kept.discard(pid)
        for descendant in below:
            processes.kill(descendant)
        return processes.how_ended(status)


def context_request(kind, source, module):
    """A step that the context adds, as the client takes it."""
    return {"kind": kind, "source": source, "module": module, "offset": 0, "echo": False, "limit": 20.0}


def binds_names(step):
    """Whether later steps may miss something when this one has not run to its end."""
    return step["kind"] != "shell" and evidence.binds_names(step["source"])
