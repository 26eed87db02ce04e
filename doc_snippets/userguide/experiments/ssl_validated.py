"""Whether the certificate of a broker is validated when broker_use_ssl is True."""

import contextlib
import socket
import ssl
from unittest import mock

from amqp.transport import SSLTransport

modes = []


class Wrapped(Exception):
    """What is looked for was seen."""


def wrap(context, *arguments, **options):
    """Note what the context asks of the server."""
    modes.append(context.verify_mode)
    raise Wrapped


with mock.patch.object(ssl.SSLContext, "wrap_socket", wrap), contextlib.suppress(Wrapped), socket.socket() as sock:
    SSLTransport("localhost:5671", ssl=True)._wrap_socket(sock)
if not modes:
    raise RuntimeError("no context is used")
validated = modes == [ssl.CERT_REQUIRED]
holds(validated, "certificates are not validated unless cert_reqs says so", "ssl-validated")
holds(not validated, "with broker_use_ssl=True, the certificate of the server is validated", "ssl-unvalidated")
