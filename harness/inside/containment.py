"""Limits on what a sample can do: environment, network, processor, memory, files."""

import os
import sys

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")
MEGABYTE = 1 << 20


def enter(order):
    """Take the plan's environment, and nothing of the caller's; no network beyond loopback."""
    os.environ.clear()
    os.environ.update(order["environ"])
    sys.path.insert(0, order["directory"])
    sys.addaudithook(refuse_outside)


def refuse_outside(event, arguments):
    """Audit hook: connections and look-ups beyond this machine fail at once, as without a network."""
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else None
    elif event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if isinstance(host, str) and host and not host.startswith(LOOPBACK) and host != os.uname().nodename:
        raise OSError("no network beyond loopback in a sample: %s" % host)


def limit():
    """Resource limits of a process that runs samples."""
    try:
        import resource
    except ImportError:
        return
    for name, value in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", 60),
        ("RLIMIT_FSIZE", 64 * MEGABYTE),
        ("RLIMIT_NOFILE", 1024),
        ("RLIMIT_AS", 4096 * MEGABYTE),
    ):
        kind = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(kind, (allowed, allowed))
            except (ValueError, OSError):
                continue
