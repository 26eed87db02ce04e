"""Limits on what a sample can do: environment, network, processor, memory, files."""

import ipaddress
import os
import socket
import sys

LOOPBACK_V4 = ipaddress.ip_network("127.0.0.0/8")
MEGABYTE = 1 << 20


def enter(order):
    """Take the plan's environment, and nothing of the caller's; no network beyond loopback."""
    os.environ.clear()
    os.environ.update(order["environ"])
    sys.path.insert(0, order["directory"])
    allowed = hosts_of(order["reachable"])

    def refuse_outside(event, arguments):
        host = host_of(event, arguments)
        if host and host not in allowed and not is_loopback(host):
            raise OSError("no network beyond loopback in a sample: %s" % host)

    sys.addaudithook(refuse_outside)


def hosts_of(names):
    """The names and addresses of the hosts that a plan has to reach: a broker that the user has given."""
    found = set(names)
    for name in names:
        try:
            found.update(str(entry[4][0]) for entry in socket.getaddrinfo(name, None))
        except OSError:
            continue
    return found


def is_loopback(host):
    if host in ("localhost", os.uname().nodename, "0.0.0.0", "::"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped in LOOPBACK_V4)


def host_of(event, arguments):
    """The host that an audit event is about, None for any other event."""
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else None
    elif event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = arguments[0]
    else:
        return None
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host if isinstance(host, str) else None


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
