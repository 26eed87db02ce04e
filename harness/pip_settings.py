"""Which package indexes the user's pip is set to, and the same settings for uv.

pip reads several files, the environment, and for each command a section of its own; only pip knows the outcome,
and tells it with ``pip config list``.
"""

from __future__ import annotations

import ast
import functools
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pip._internal.models.index import PyPI

from harness.caches import cache_dir
from harness.errors import UsageError

#: Where pip looks when it is set to nothing; `pip config list` does not tell it.
PYPI: str = PyPI.simple_url
#: Later sections win over earlier ones, as they do for ``pip install``.
SECTIONS = ("global", "install", ":env:")
#: Environment variables, beside pip's own, that decide which files pip reads.
PLACES = frozenset({"HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "VIRTUAL_ENV"})
TRUE = frozenset({"y", "yes", "t", "true", "on", "1"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PipSettings:
    """The settings of pip that say where packages come from.  Paths are made into `file:` URLs where URLs belong."""

    index_url: str | None = None  # None: PyPI, by pip's default
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()
    no_index: bool = False
    trusted_hosts: tuple[str, ...] = ()
    cert: str | None = None
    client_cert: str | None = None
    proxy: str | None = None
    timeout: float = 15.0
    keyring: str | None = None

    @property
    def index_urls(self) -> tuple[str, ...]:
        """Every index to ask, in pip's order; none with --no-index."""
        return () if self.no_index else (self.index_url or PYPI, *self.extra_index_urls)


def read() -> PipSettings:
    """The settings of the pip that is installed beside the harness.  Raises UsageError when pip refuses them."""
    relevant = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name in PLACES}
    certificates = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return parse(_listing(frozenset(relevant.items())), certificates)


@functools.cache
def _listing(environment: frozenset[tuple[str, str]]) -> str:
    # The argument is what the outcome depends on: a process asks pip once for each environment.
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--no-color", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise UsageError(f"pip cannot read its own configuration: {_last_line(done.stderr)}; see `pip config debug`")
    return done.stdout


def parse(listing: str, certificates: str | None = None) -> PipSettings:
    """The settings that a listing by ``pip config list`` tells; `certificates` stand in for a missing `cert`."""
    values = _values(listing)
    index = values.get("index-url")
    return PipSettings(
        index_url=_url(index) if index else None,
        extra_index_urls=tuple(map(_url, values.get("extra-index-url", "").split())),
        find_links=tuple(values.get("find-links", "").split()),
        no_index=values.get("no-index", "").lower() in TRUE,
        trusted_hosts=tuple(values.get("trusted-host", "").split()),
        cert=values.get("cert") or certificates or None,
        client_cert=values.get("client-cert") or None,
        proxy=values.get("proxy") or None,
        timeout=_seconds(values.get("timeout") or values.get("default-timeout")),
        keyring=values.get("keyring-provider") or None,
    )


def _values(listing: str) -> dict[str, str]:
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listing.splitlines():
        key, equals, shown = line.partition("=")
        section, dot, option = key.rpartition(".")
        if equals and dot and section in found:
            found[section][option] = str(ast.literal_eval(shown))
    return {option: value for section in SECTIONS for option, value in found[section].items()}


def _url(index: str) -> str:
    return index if "://" in index or index.startswith("file:") else Path(index).expanduser().absolute().as_uri()


def _seconds(shown: str | None) -> float:
    try:
        return float(shown or 15)
    except ValueError:
        return 15.0


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it says nothing"])[-1]


def uv_environment(settings: PipSettings, present: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Environment variables by which uv and tox-uv ask the same indexes as pip.

    Only what pip is set to is named, so that without settings of pip uv follows its own, and nothing that `present`
    has already: who sets uv means it.
    """
    wanted = {
        # pip takes the best version over all indexes; uv by default the first index that has the project.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        # pip trusts what the system trusts; uv by default its own list.
        "UV_SYSTEM_CERTS": "true",
        "UV_DEFAULT_INDEX": _empty_index() if settings.no_index else settings.index_url,
        "UV_INDEX": "" if settings.no_index else " ".join(settings.extra_index_urls),
        "UV_FIND_LINKS": ",".join(settings.find_links),
        "UV_INSECURE_HOST": " ".join(settings.trusted_hosts),
        "UV_KEYRING_PROVIDER": "subprocess" if settings.keyring == "subprocess" else None,
        "UV_HTTP_TIMEOUT": str(max(30, int(settings.timeout))),
        "SSL_CERT_FILE": settings.cert,
        "SSL_CLIENT_CERT": settings.client_cert,
        "ALL_PROXY": settings.proxy,
    }
    old_names = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}
    return {
        name: value
        for name, value in wanted.items()
        if value and name not in present and old_names.get(name, name) not in present
    }


def _empty_index() -> str:
    # uv has no environment variable for --no-index: an index without packages says the same.
    directory = cache_dir() / "empty-index"
    directory.mkdir(parents=True, exist_ok=True)
    return directory.as_uri()
