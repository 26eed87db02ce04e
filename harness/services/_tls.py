"""TLS to a server, by the options that a broker's URL gives."""

from __future__ import annotations

import ssl

from harness.errors import UsageError


def context(
    *, ca: str | None, certificate: str | None, key: str | None, verify: bool, hostname: bool
) -> ssl.SSLContext:
    """A client's context; files are paths of PEM files, without `ca` the system's authorities are trusted.

    `verify` is whether the server must prove who it is, `hostname` whether its certificate must name the host.
    Raises UsageError for a file that cannot be read.
    """
    try:
        made = ssl.create_default_context(cafile=ca)
        made.check_hostname = hostname and verify
        made.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
        if certificate is not None:
            made.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        given = ", ".join(path for path in (ca, certificate, key) if path is not None)
        raise UsageError(f"--broker: the files for TLS ({given}) cannot be used: {error}") from None
    return made
