"""The fork server: imports Celery once, opens no connection, starts no thread, and forks a warden a plan."""

import os
import select
import socket
import sys

from . import processes, warden

#: Imported before the first fork, so that no plan pays for them.
PRELOAD = (
    "celery", "celery.__main__", "celery.app.amqp", "celery.app.control", "celery.app.events", "celery.app.log",
    "celery.app.task", "celery.app.trace", "celery.apps.beat", "celery.apps.worker", "celery.backends.redis",
    "celery.beat", "celery.bin.celery", "celery.canvas", "celery.concurrency.prefork", "celery.events.state",
    "celery.loaders.app", "celery.result", "celery.schedules", "celery.signals", "celery.worker",
    "celery.worker.autoscale", "celery.worker.components", "celery.worker.consumer", "celery.worker.control",
    "celery.worker.strategy", "kombu.pidbox", "kombu.transport.redis", "kombu.transport.pyamqp", "redis", "json",
    "uuid", "datetime", "linecache", "traceback", "warnings", "concurrent.futures", "billiard.heap",
    "billiard.popen_fork", "billiard.sharedctypes", "billiard.synchronize", "celery.fixups.django",
    "celery.worker.consumer.delayed_delivery", "encodings.idna", "runpy",
)  # fmt: skip


def preload():
    """Import what plans use, and have the garbage collector leave it alone from now on.

    The pool of a worker collects before each fork: over everything that is imported here, that is half of what a
    worker's start costs, and it would copy every page that the processes share.
    """
    import gc
    import importlib

    for name in PRELOAD:
        try:
            importlib.import_module(name)
        except Exception:  # a release that has no such module, or cannot import it, runs without
            continue
    gc.collect()
    gc.freeze()


def main(path, contained):
    """Serve at the Unix socket `path` until standard input is closed; plans in namespaces where `contained`."""
    ready = os.dup(1)
    os.dup2(2, 1)  # what is imported may print
    preload()
    processes.become_subreaper()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(16)
    os.write(ready, b"ready\n")
    os.close(ready)
    wardens = set()
    while True:
        readable = select.select([listener, sys.stdin], [], [], 0.5)[0]
        if sys.stdin in readable and not os.read(sys.stdin.fileno(), 4096):
            break
        if listener in readable:
            connection = listener.accept()[0]
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                warden.main(connection, [listener.detach()], contained)
            wardens.add(pid)
            connection.close()
        reap_wardens(wardens)
    for pid in wardens:
        processes.kill_tree(pid)
    processes.kill_strangers()
    os.unlink(path)


def reap_wardens(wardens):
    """Forget wardens that have ended, and kill what one that was killed has left to us."""
    for pid in list(wardens):
        try:
            done, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            done, status = pid, 1
        if done:
            wardens.discard(pid)
            if status:
                processes.kill_strangers(keep=wardens)
