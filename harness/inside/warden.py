"""Between the fork server and a plan: makes the plan's namespaces and doors, ends it when nobody listens."""

import os
import select
import signal
import socket
import traceback

from . import namespaces, processes, supervisor
from .channel import Channel
from .client import redirect


def main(connection, foreign, contained):
    """Body of the warden's process: never returns.  `foreign` are descriptors of the server's to close."""
    processes.die_with_parent()
    os.setsid()
    for descriptor in foreign:
        os.close(descriptor)
    redirect(os.devnull, os.O_RDWR, (0, 1, 2))
    channel = Channel(connection)
    code = 1
    try:
        order = channel.receive(30)
        if order is not None:
            if contained:
                namespaces.leave()
            order["ports"] = open_doors(channel, order["doors"])
            code = guard(channel, order) if contained else supervisor.main(channel, order)
    except (BrokenPipeError, ConnectionError):
        code = 0
    except BaseException:
        tell(channel, traceback.format_exc())
    finally:
        os._exit(code)


def open_doors(channel, names):
    """Listen at a port of our loopback for each door, and hand the listening sockets over; ports by name."""
    listeners = {}
    for name in names:
        listeners[name] = socket.socket()
        listeners[name].bind(("127.0.0.1", 0))
        listeners[name].listen(1024)  # who comes when it is full waits for seconds
    ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
    channel.send_descriptors({"doors": ports}, [listener.fileno() for listener in listeners.values()])
    for listener in listeners.values():
        listener.close()
    return ports


def guard(channel, order):
    """Run the supervisor as first process of the new namespaces, and wait for it; what it leaves ends with it."""
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(awake)
            os.close(wake)
            processes.die_with_parent()
            namespaces.settle(
                {"scratch": order["scratch"], "directory": order["directory"], "home": order["environ"]["HOME"]},
                order["overlays"],
            )
            order["environ"]["TMPDIR"] = "/tmp"
            code = supervisor.main(channel, order)
        except BaseException:
            tell(channel, traceback.format_exc())
        finally:
            os._exit(code)
    watched = select.poll()
    watched.register(awake, select.POLLIN)
    watched.register(channel.fileno(), select.POLLRDHUP)
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return 0 if status == 0 else 1
        for descriptor, _ in watched.poll():
            if descriptor == awake:
                os.read(awake, 4096)
            else:
                processes.kill(pid)
                os.waitpid(pid, 0)
                return 0


def tell(channel, text):
    """Say what went wrong, if somebody still listens."""
    try:
        channel.send({"fault": text})
    except OSError:
        pass
