"""One plan: saves its files, has its steps run by client, workers and commands, and reports on every step."""

import os
import signal
import time
import typing

from . import commands, containment, processes
from .ledger import Ledger
from .reader import Gone, Reader, binds_names
from .room import Crowded, HostGone, Room
from .workers import WorkerFailed, Workers


class Supervisor:
    """Runs the steps of an order."""

    def __init__(self, room):
        self.room = room
        self.ledger = Ledger(room)
        self.workers = Workers(room, self.ledger)
        self.reader = Reader(room, self.ledger, self.workers)
        self.room.relieve = self.relieve
        self.failed = False
        self.daemons = None  # the sample whose lines have left daemons

    def run(self):
        """All steps, each reported as it ends."""
        order = self.room.order
        os.chdir(self.room.directory)
        for path, text in order["files"].items():
            self.room.save(path, text)
        for module, text in order["heads"].items():
            self.room.append(module, text)
        for index, step in enumerate(order["steps"]):
            started = time.monotonic()
            report = self.perform(step)
            report.update(step=index, seconds=round(time.monotonic() - started, 3))
            self.room.channel.send(report)
        self.room.channel.send({"end": True})

    def perform(self, step):
        """One step; its report."""
        self.ledger.begin()
        report: typing.Dict[str, typing.Any] = {
            "status": "done", "output": "", "value": None, "raised": None, "code": None, "sent": [], "warnings": [],
            "log": "", "reason": "", "events": [],
        }  # fmt: skip
        try:
            report.update(self.attempt(step))
            self.ledger.wait(self.workers)
            if "shutdown" in self.ledger.broadcasts:
                self.workers.await_end()
        except Gone as error:
            report.update(status="fault", reason=str(error))
        except WorkerFailed as error:
            # The client may be waiting for a result that will never come.
            self.reader.drop()
            report.update(status="fault", reason="worker-failed", log=str(error))
        except Crowded as error:
            self.relieve()
            self.workers.stop()
            report.update(status="died", reason=str(error))
        except OSError as error:
            self.relieve()
            report.update(status="fault", reason="the step left no room for another: %s" % error)
        if self.failed and not report["reason"]:
            report["reason"] = "after-failure"
        if report["status"] != "done" and binds_names(step):
            self.failed = True
        report["sent"] = list(self.ledger.tasks.values())
        report["events"] = self.ledger.events
        report["log"] = report["log"] or self.workers.new_log()
        return report

    def attempt(self, step):
        """Have the step done by whom it is for; a report's fields."""
        self.end_daemons(step)
        self.workers.refresh(step)
        if step["worker"] or step["nodes"]:
            self.workers.need(step["nodes"])
        if step["kind"] == "shell":
            if commands.starts_worker(commands.words_of(step["source"])):
                # Two of one name do not go together: a reader ends the first.
                self.workers.stop()
            return commands.run(self.room, step, self.ledger, self.workers)
        return self.reader.ask(step)

    def end_daemons(self, step):
        """What lines of a terminal have left running is there for their own sample, and for lines of its kind."""
        leaves = step["kind"] == "shell" and commands.leaves_daemons(commands.words_of(step["source"]))
        if self.daemons is not None and not leaves and step["sample"] != self.daemons:
            self.room.end_strangers()
            self.daemons = None
        if leaves:
            self.daemons = step["sample"]

    def relieve(self):
        """End everything that a step has started: no more processes, or no more disk, can be had."""
        self.reader.drop()
        self.room.end_strangers()


def main(channel, order):
    """Perform an order; the exit status for its process."""
    processes.become_subreaper()
    processes.seal()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = 0
    room = None
    try:
        containment.enter(order)
        room = Room(channel, order)
        Supervisor(room).run()
    except (HostGone, BrokenPipeError, ConnectionError):
        code = 0
    except BaseException:
        import traceback

        code = 1
        try:
            channel.send({"fault": traceback.format_exc()})
        except OSError:
            pass
    finally:
        if room is not None and not os.path.isdir("/proc"):
            for pid in room.forked:
                processes.kill_group(pid)
        processes.kill_strangers()
    return code
