"""Lines of a terminal: `celery …` and `python …`, really executed, each in a process of its own."""

import json
import os
import re
import shlex
import sys
import time

from . import processes, watched
from .client import read_text
from .room import Pause

HERE = os.path.dirname(os.path.abspath(__file__))
#: Commands of Celery that stay up and say in the journal when they are ready; so does a script that listens to events.
STAYING = ("worker", "beat", "events")
#: Seconds for which what stays up is watched once it is ready.
WATCHED = {"worker": 0.1}
LONGER = 0.6
#: Seconds for what was sent to the background to fork its pool.
DAEMONS_START = 5.0
#: Options before the sub-command that take a value.
GLOBAL_OPTIONS = ("-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir")
#: Pools that patch the standard library before anything else is imported: not for a process that has been forked.
FRESH_POOLS = ("eventlet", "gevent")


def run(room, step, ledger, workers):
    """Run one line to its end, or, when it stays up, until it is ready; a report's fields."""
    try:
        environ, words = split(step["source"])
    except ValueError as error:
        return {"status": "fault", "reason": "quoting: %s" % error}
    output = os.path.join(room.scratch, "command-%d" % room.number())
    pid = start(room, words, environ, output, ledger)
    try:
        report = watch(room, pid, subcommand(words), step["limit"], ledger, workers)
        if report["status"] == "done" and leaves_daemons(words):
            await_daemons(room)
    finally:
        room.kept.discard(pid)
    report["output"] = read_text(output)
    return report


def watch(room, pid, command, limit, ledger, workers):
    """Wait for a command's end, or until it is ready when it is one that stays up, and end it then."""
    pause = Pause(room, limit, 0.02)
    while True:
        status = processes.ended_status(pid)
        ledger.read()
        if ledger.tasks:
            workers.start()
        if status is not None:
            return ended(status)
        if is_ready(command, pid, ledger):
            time.sleep(WATCHED.get(command, LONGER))
            status = processes.ended_status(pid)
            if status is not None:  # it got there, and fell over
                return ended(status)
            processes.end_politely(pid)
            return {"status": "done"}
        if pause.over():
            processes.kill_tree(pid)
            return {"status": "timeout", "reason": "no end after %g s" % limit}


def ended(status):
    """What is reported of a command that has ended with the status that `wait` gives."""
    return {"status": "exit" if status else "done", "code": processes.exit_code(status)}


def await_daemons(room):
    """Give daemons, if any were left, the time that a reader gives them: until they have begun to work."""
    pause = Pause(room, DAEMONS_START, 0.1)
    while not pause.over():
        family = processes.parents()
        daemons = [pid for pid, parent in family.items() if parent == os.getpid() and pid not in room.kept]
        if not daemons or set(daemons) & set(family.values()):
            return


def is_ready(command, pid, ledger):
    """Whether a command that stays up has got there."""
    return (command in STAYING or not command) and pid in ledger.ready


def split(line):
    """The assignments that stand before a command, and its words.  Raises ValueError."""
    words = shlex.split(line)
    environ = {}
    while words and re.match(r"[A-Za-z_]\w*=", words[0]):
        name, _, value = words.pop(0).partition("=")
        environ[name] = value
    return environ, words


def words_of(line):
    """The words of a line's command, none when the line cannot be read."""
    try:
        return split(line)[1]
    except ValueError:
        return []


def subcommand(words):
    """The sub-command of a `celery …` or `python -m celery …` line, "" when it has none."""
    rest = arguments_of_celery(words)
    if rest is None:
        return ""
    position = 0
    while position < len(rest):
        if rest[position] in GLOBAL_OPTIONS:
            position += 1
        elif not rest[position].startswith("-"):
            return rest[position]
        position += 1
    return ""


def leaves_daemons(words):
    """Whether the line starts processes that go on without it."""
    return subcommand(words) == "multi" or bool({"-D", "--detach"} & set(words))


def starts_worker(words):
    """Whether the line starts a worker that has the name that the plan's own has: it gives none."""
    given = any(word == "-n" or word.startswith(("--hostname", "-n=")) for word in words)
    return subcommand(words) == "worker" and not given


def arguments_of_celery(words):
    """What a line hands to Celery; None when it starts something else."""
    if words[:1] == ["celery"]:
        return words[1:]
    if words[:1] == ["python"] and words[1:3] == ["-m", "celery"]:
        return words[3:]
    return None


def start(room, words, environ, output, ledger):
    """Start a command; its process id."""
    journal = ledger.journal
    celery = arguments_of_celery(words)

    def body():
        os.environ.update(environ)
        if celery is not None and pool_of(celery) in FRESH_POOLS:
            order = {
                "arguments": celery, "output": output, "journal": journal.path, "directory": room.directory,
                "overlays": room.order["overlays"], "ports": room.order["ports"], "contained": room.order["contained"],
            }  # fmt: skip
            os.execv(sys.executable, [sys.executable, "-s", "-B", HERE, "command", json.dumps(order)])
        elif celery is not None:
            watched.run_celery(celery, output, journal)
        else:
            watched.run_python(words[1:], output, journal)

    pid = room.fork(body)
    ledger.forget(pid)
    room.kept.add(pid)
    return pid


def pool_of(arguments):
    """The pool that a worker's command line names, "" when it names none."""
    for word, following in zip(arguments, arguments[1:] + [""]):
        if word in ("-P", "--pool"):
            return following
        if word.startswith("--pool="):
            return word.partition("=")[2]
        if word.startswith("-P") and not word.startswith("--"):
            return word[2:]
    return ""
