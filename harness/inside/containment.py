"""Limits on what a sample can do: environment, network, processor, memory, files."""

import errno
import ipaddress
import os
import sys

from . import namespaces

LOOPBACK_V4 = ipaddress.ip_network("127.0.0.0/8")
MEGABYTE = 1 << 20


def enter(order):
    """Take the plan's environment, and nothing of the caller's; no network beyond loopback and the plan's doors."""
    environ = order["environ"]
    for name, port in order["ports"].items():
        environ = {key: value.replace("{%s}" % name, str(port)) for key, value in environ.items()}
    os.environ.clear()
    os.environ.update(environ)
    sys.path.insert(0, order["directory"])
    sys.path.extend(order["overlays"])
    refuse_outside(order)


def refuse_outside(order):
    """Have this process and those forked from it speak to nobody but the plan's own.

    In a network of its own a plan can reach nobody else.  Without one, servers of the machine that were there before
    answer as they would not be: with a refusal.
    """
    taken = set() if order["contained"] else listening() - set(order["ports"].values())

    def refuse(event, arguments):
        host, port = peer_of(event, arguments)
        if host and not is_loopback(host):
            raise OSError("no network beyond loopback in a sample: %s" % host)
        if port in taken:
            raise ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))

    sys.addaudithook(refuse)


def listening():
    """Ports of this machine at which somebody listens; none where there is no /proc."""
    ports = set()
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(name) as table:
                for line in table.readlines()[1:]:
                    fields = line.split()
                    if fields[3] == "0A":
                        ports.add(int(fields[1].rpartition(":")[2], 16))
        except OSError:
            continue
    return ports


def is_loopback(host):
    if host in ("localhost", os.uname().nodename, "0.0.0.0", "::"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped in LOOPBACK_V4)


def peer_of(event, arguments):
    """(host, port) that an audit event is about; (None, None) for any other event."""
    host = port = None
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        if isinstance(address, tuple) and len(address) > 1:
            host, port = address[:2]
    elif event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = arguments[0]
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return (host if isinstance(host, str) else None), port


def limit(contained):
    """Resource limits of a process that runs samples; processes are counted where they are the plan's alone."""
    try:
        import resource
    except ImportError:
        return
    limits = [
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", 60),
        ("RLIMIT_FSIZE", 64 * MEGABYTE),
        ("RLIMIT_NOFILE", 1024),
        ("RLIMIT_AS", 2048 * MEGABYTE),
    ]
    if contained:
        limits.append(("RLIMIT_NPROC", namespaces.MOST_PROCESSES))
    for name, value in limits:
        kind = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(kind, (allowed, allowed))
            except (ValueError, OSError):
                continue
