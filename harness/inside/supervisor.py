"""One plan: the process that saves the files, starts client, worker and commands, and reports on every step."""

import os
import re
import shlex
import signal
import socket
import sys
import time
import typing

from . import containment, evidence, processes
from .channel import Channel, Journal
from .client import Client, read_text, redirect
from .watched import run_command, watch_worker

#: Commands of Celery that stay up; they say in a journal when they are ready.
STAYING = ("worker", "beat")
#: Seconds that a sent task is given to be received by the worker, and a received one to end.  What is sent to a queue
#: that nobody reads is not waited for longer than the first.
PATIENCE = 4.0
LONG_PATIENCE = 15.0
WORKER_START = 20.0


class Gone(Exception):
    """The client cannot be brought to where the plan stands."""


class HostGone(Exception):
    """Nobody listens any more: stop at once."""


class WorkerFailed(Exception):
    """The worker did not come up; the text is its log."""


class Supervisor:
    """Runs the steps of an order; lives in a process of its own below the fork server."""

    def __init__(self, channel, order):
        self.channel = channel
        self.order = order
        self.directory = order["directory"]
        self.scratch = order["scratch"]
        self.journal = Journal(os.path.join(self.scratch, "journal"))
        self.worker_log = os.path.join(self.scratch, "worker.log")
        self.log_position = 0
        self.client = None  # type: typing.Any
        self.client_pid = None
        self.worker_pid = None
        self.worker_ready = False
        self.worker_stale = False
        self.saved = {}
        self.performed = []
        self.restarted = False
        self.failed = False
        self.tasks = {}
        self.received = set()
        self.forked = []  # every process that we have started: where there is no /proc, nobody else knows them

    # -- the plan ---------------------------------------------------------------------------------

    def run(self):
        os.chdir(self.directory)
        for path, text in self.order["files"].items():
            self.save(path, text)
        for module, text in self.order["heads"].items():
            self.append(module, text)
        for index, step in enumerate(self.order["steps"]):
            started = time.monotonic()
            report = self.perform(step)
            report.update(step=index, seconds=round(time.monotonic() - started, 3))
            self.channel.send(report)
        self.channel.send({"end": True})

    def perform(self, step):
        self.tasks = {}
        report: typing.Dict[str, typing.Any] = {
            "status": "done", "output": "", "value": None, "raised": None, "code": None, "sent": [], "warnings": [],
            "log": "", "reason": "",
        }  # fmt: skip
        try:
            self.refresh_worker(step)
            if step["worker"]:
                self.need_worker()
            if step["kind"] == "shell":
                report.update(self.shell(step))
            else:
                report.update(self.ask_client(step))
            self.await_tasks()
        except Gone as error:
            report.update(status="fault", reason=str(error))
        except WorkerFailed as error:
            # The client may be waiting for a result that will never come.
            if self.client is not None:
                self.drop_client()
            report.update(status="fault", reason="worker-failed", log=str(error))
        if self.failed and not report["reason"]:
            report["reason"] = "after-failure"
        if report["status"] != "done" and step["kind"] != "shell" and evidence.binds_names(step["source"]):
            self.failed = True
        report["sent"] = list(self.tasks.values())
        report["log"] = report["log"] or self.new_log()
        return report

    def save(self, path, text):
        target = os.path.join(self.directory, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)

    # -- the client -------------------------------------------------------------------------------

    def append(self, module, source):
        """Save a definition where the reader would, below what stands there."""
        above = self.saved.get(module, "")
        if above:
            # Legal at the top of a file only, where a reader's editor would have put it.
            source = re.sub(r"(?m)^from __future__ import [^(\n]+$", "", source)
        self.write(module, above + source.rstrip("\n") + "\n")

    def write(self, module, text):
        """Have the module's file hold this text and nothing else."""
        self.saved[module] = text
        self.save(module.replace(".", "/") + ".py", text)

    def ask_client(self, step):
        """Have the client run a step; it is killed when it takes too long, and made anew for the next one."""
        if self.client is not None and processes_ended(self.client_pid):
            self.drop_client()  # by a thread or a timer of an earlier step
        if self.client is None:
            problem = self.start_client()
            if problem is not None:
                return {"status": "fault", "reason": "context", "raised": problem["raised"]}
        module = step["module"]
        before = self.saved.get(module, "")
        request = dict(step, offset=before.count("\n"))
        if step["kind"] == "module":
            self.append(module, step["source"])
        answer = self.exchange(request, step["limit"])
        if answer["status"] == "done":
            # What sends nothing and asks nobody can be done again for a client that has to be made anew.
            if step["kind"] == "module" or not (step["worker"] or self.tasks):
                self.performed.append(request)
            self.worker_stale = self.worker_stale or step["kind"] == "module"
        elif step["kind"] == "module":
            # What does not run is not saved: the file has to stay importable for the worker.
            self.write(module, before)
        return answer

    def exchange(self, request, limit):
        try:
            self.client.send(request)
        except OSError:  # it has died between two steps
            how = self.drop_client()
            return {"status": "died", "reason": how}
        deadline = time.monotonic() + limit
        while True:
            try:
                message = self.listen(deadline)
            except TimeoutError:
                output = read_text(os.path.join(self.scratch, "output"))
                self.drop_client()
                return {"status": "timeout", "output": output, "reason": "no end after %g s" % limit}
            if message is None:
                output = read_text(os.path.join(self.scratch, "output"))
                how = self.drop_client()
                return {"status": "died", "output": output, "reason": how}
            if "sent" in message:
                self.note_sent(message["sent"])
                if self.worker_pid is None:
                    self.start_worker()
                continue
            if self.restarted:
                message["reason"] = message.get("reason") or "client-restarted"
            return message

    def listen(self, deadline):
        """The client's next message, watching the host meanwhile."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return self.client.receive(min(left, 0.2))
            except TimeoutError:
                self.notice_dead_worker()
                if self.tasks and self.worker_pid is None:
                    self.start_worker()
                self.check_host()

    def check_host(self):
        try:
            if self.channel.receive(0) is None:
                raise HostGone
        except TimeoutError:
            pass

    def start_client(self):
        """Fork the client and bring it to where the plan stands; what went wrong in the context, if anything."""
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self.channel.close()
            child()
            Client(Channel(theirs), self.order, self.scratch).serve()
            os._exit(0)
        theirs.close()
        self.forked.append(pid)
        self.client, self.client_pid = Channel(ours), pid
        self.restarted = bool(self.performed)
        again = [context_request("module", text, module) for module, text in self.order["heads"].items()]
        if self.order["preamble"]:
            again.append(context_request("typed", self.order["preamble"], ""))
        for number, request in enumerate(again + self.performed):
            answer = self.exchange(request, request["limit"])
            if answer["status"] != "done":
                self.drop_client()
                if number < len(again):
                    return {"raised": answer.get("raised")}
                raise Gone("client-lost")
        return None

    def drop_client(self):
        """Kill the client; how it ended, in words."""
        pid, self.client_pid = self.client_pid, None
        self.client.close()
        self.client = None
        below = processes.descendants_of(pid)
        status = wait_briefly(pid)
        processes.kill_group(pid)
        for descendant in below:
            processes.kill(descendant)
        if status is None:
            status = processes.reap(pid)
        return how_ended(status)

    # -- the worker -------------------------------------------------------------------------------

    def refresh_worker(self, step):
        """A worker that has died, or has not seen the newest definitions, is replaced before the next call."""
        self.notice_dead_worker()
        if self.worker_pid is not None and self.worker_stale and step["kind"] != "module":
            self.stop_worker()

    def notice_dead_worker(self):
        """Forget a worker that somebody has killed, and end what it has left; raise when it never came up."""
        if self.worker_pid is not None and processes_ended(self.worker_pid):
            self.read_journal()
            was_ready, self.worker_ready = self.worker_ready, False
            self.worker_pid = None
            processes.kill_strangers(keep={self.client_pid})
            if not was_ready:
                raise WorkerFailed(self.new_log())

    def need_worker(self):
        if self.worker_pid is None:
            self.start_worker()
        deadline = time.monotonic() + WORKER_START
        while not self.worker_ready:
            self.read_journal()
            self.notice_dead_worker()
            if time.monotonic() > deadline:
                self.stop_worker()
                raise WorkerFailed(self.new_log())
            if not self.worker_ready:
                time.sleep(0.01)
                self.check_host()

    def start_worker(self):
        self.worker_ready = False
        self.worker_stale = False
        arguments = ["-A", self.order["app"], "worker", "-l", "INFO", "-c", "2", "--without-mingle"]
        others = [module for module in self.saved if module != self.order["app"]]
        if others:
            arguments += ["-I", ",".join(others)]
        self.worker_pid = self.fork_command(arguments, self.worker_log, self.journal)

    def stop_worker(self):
        if self.worker_pid is not None:
            processes.kill_tree(self.worker_pid)
            self.worker_pid = None
            self.worker_ready = False

    def fork_command(self, arguments, output, journal=None):
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self.channel.close()
            if self.client is not None:
                self.client.close()
            child()
            sys.path.insert(0, self.directory)
            if journal is not None:
                watch_worker(journal.path)
            run_command(arguments, output)
        self.forked.append(pid)
        return pid

    def new_log(self):
        """What the worker has logged since the last step."""
        try:
            with open(self.worker_log, "rb") as file:
                file.seek(self.log_position)
                data = file.read(200000)
        except OSError:
            return ""
        self.log_position += len(data)
        return evidence.shorten(data.decode("utf-8", "backslashreplace"))

    # -- what was sent ----------------------------------------------------------------------------

    def note_sent(self, entry):
        known = self.tasks.setdefault(
            entry["id"], {"id": entry["id"] or "", "name": entry["name"], "state": "SENT", "result": "", "raised": None}
        )
        if entry.get("eta") and seconds_until(entry["eta"]) > 2.0:
            known["state"] = "SCHEDULED"

    def read_journal(self):
        for entry in self.journal.read():
            if "ready" in entry:
                self.worker_ready = True
            elif "sent" in entry:
                self.note_sent(entry["sent"])
            elif "received" in entry:
                self.received.add(entry["received"])
            elif entry["ended"]["id"] in self.tasks:
                ended = entry["ended"]
                if ended["state"] != "RETRY" or self.tasks[ended["id"]]["state"] != "SCHEDULED":
                    self.tasks[ended["id"]].update({key: ended[key] for key in ("state", "result", "raised")})

    def await_tasks(self):
        """Wait for what the step sent, as long as it needs and no longer than our patience."""
        started = time.monotonic()
        self.read_journal()
        while True:
            waiting = [task for task, known in self.tasks.items() if known["state"] in ("SENT", "RETRY")]
            if not waiting or self.worker_pid is None or processes_ended(self.worker_pid):
                return
            if not self.worker_ready:
                started = time.monotonic()
            patience = LONG_PATIENCE if self.received.intersection(waiting) else PATIENCE
            if time.monotonic() - started > patience:
                return
            time.sleep(0.01)
            self.check_host()
            self.read_journal()

    # -- commands ---------------------------------------------------------------------------------

    def shell(self, step):
        """Run one ``celery …`` line; commands that stay up are watched until they are ready, then ended."""
        try:
            arguments = shlex.split(step["source"])[1:]
        except ValueError as error:
            return {"status": "fault", "reason": "quoting: %s" % error}
        number = len(os.listdir(self.scratch))
        output = os.path.join(self.scratch, "command-%d" % number)
        journal = None
        if any(word in STAYING for word in arguments):
            journal = Journal(os.path.join(self.scratch, "journal-%d" % number))
        pid = self.fork_command(arguments, output, journal)
        deadline = time.monotonic() + step["limit"]
        while time.monotonic() < deadline:
            status = ended_status(pid)
            if status is not None:
                return {"status": "exit" if status else "done", "code": exit_code(status), "output": read_text(output)}
            if journal is not None and any("ready" in entry for entry in journal.read()):
                time.sleep(0.1)
                self.end_politely(pid)
                return {"status": "done", "output": read_text(output)}
            time.sleep(0.02)
            self.check_host()
        processes.kill_tree(pid)
        return {"status": "timeout", "output": read_text(output), "reason": "no end after %g s" % step["limit"]}

    def end_politely(self, pid):
        processes.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 0.5
        while time.monotonic() < deadline:
            if ended_status(pid) is not None:
                return
            time.sleep(0.02)
        processes.kill_tree(pid)


def context_request(kind, source, module):
    """A step that the context adds, as the client takes it."""
    return {"kind": kind, "source": source, "module": module, "offset": 0, "echo": False, "limit": 20.0}


def child():
    """What every process below the supervisor does first."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    containment.limit()


def seconds_until(eta):
    """Seconds from now to an ISO date; 0 when it cannot be read."""
    from datetime import datetime, timezone

    try:
        moment = datetime.fromisoformat(eta.replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return (moment - datetime.now(timezone.utc)).total_seconds()


def ended_status(pid):
    """The wait status of our child, None while it runs."""
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return status if done else None


def processes_ended(pid):
    return ended_status(pid) is not None


def wait_briefly(pid, patience=0.2):
    """The wait status of a child that is about to end; None when it is not."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        status = ended_status(pid)
        if status is not None:
            return status
        time.sleep(0.005)
    return None


def exit_code(status):
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def how_ended(status):
    if status is None:
        return "ended"
    code = exit_code(status)
    return "killed by %s" % signal.Signals(-code).name if code < 0 else "exit status %d" % code


def main(connection, foreign):
    """Body of the supervisor's process: never returns.  `foreign` are descriptors of the server's to close."""
    os.setsid()
    processes.become_subreaper()
    for descriptor in foreign:
        os.close(descriptor)
    redirect(os.devnull, os.O_RDWR, (0, 1, 2))
    channel = Channel(connection)
    code = 0
    supervisor = None
    try:
        order = channel.receive(30)
        if order is not None:
            containment.enter(order)
            channel.send({"supervisor": os.getpid()})
            supervisor = Supervisor(channel, order)
            supervisor.run()
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
        if supervisor is not None and not os.path.isdir("/proc"):
            for pid in supervisor.forked:
                processes.kill_group(pid)
        processes.kill_strangers()
        os._exit(code)
