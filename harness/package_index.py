"""The source distributions of a project on the indexes that the user's pip is set to: found, fetched, unpacked.

Nothing is built.  Hashes that an index gives are verified.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from packaging.version import InvalidVersion, Version
from unearth import Link, PackageFinder
from unearth.auth import MultiDomainBasicAuth
from unearth.errors import HashMismatchError
from unearth.fetchers import Fetcher, PyPIClient
from unearth.preparer import unpack_archive
from unearth.utils import url_to_path

from harness.errors import MissingError
from harness.pip_settings import PipSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One release as an index offers it."""

    version: str
    link: Link
    uploaded: datetime | None  # None where the index does not tell
    requires_python: str
    yanked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Offers:
    """What all indexes together offer, oldest release first, and which of them could not be asked."""

    found: tuple[Offer, ...]
    problems: tuple[str, ...]


def offers(project: str, settings: PipSettings) -> Offers:
    """Every release that has a source distribution; of equal versions that of the first index in pip's order."""
    found: dict[Version, Offer] = {}
    problems: list[str] = []
    for kind, url in _places(settings):
        try:
            with _complaints(problems):
                for offer in _offered(project, settings, kind, url):
                    found.setdefault(Version(offer.version), offer)
        except Exception as error:
            # unearth lets the errors of its HTTP client and of its file access through as they are.  One index that
            # cannot be asked is no reason not to ask the others.
            problems.append(f"{_redacted(url)}: {_reason(error)}")
    return Offers(found=tuple(found[version] for version in sorted(found)), problems=tuple(problems))


def fetch(offer: Offer, settings: PipSettings, directory: Path) -> Path:
    """The file of the release, verified; in `directory`, or where it lies if the index is on this machine.

    Raises MissingError when it cannot be had or its hash is not the one that the index gives.
    """
    finder = _finder(settings)
    try:
        return finder.download(offer.link, directory)
    except HashMismatchError as error:
        expected, got = _digests(error.expected), _digests(error.actual)
        raise MissingError(
            f"{offer.link.redacted} is not what its index promises: expected {expected}, got {got}; "
            "the mirror or the download is broken, or somebody has put another file in its place"
        ) from None
    except Exception as error:
        raise MissingError(f"{offer.link.redacted} cannot be fetched: {_reason(error)}") from error


def unpack(archive: Path, directory: Path) -> None:
    """Unpack a source distribution without its leading directory.

    Members that would land outside `directory` are refused.  Raises MissingError when that, or damage, is found.
    """
    try:
        unpack_archive(archive, directory)
    except Exception as error:
        # A damaged archive raises whatever its decompressor raises.
        raise MissingError(f"{archive.name} cannot be unpacked: {_reason(error)}") from error


def _places(settings: PipSettings) -> Iterator[tuple[str, str]]:
    for url in settings.index_urls:
        yield "index", url
    for location in settings.find_links:
        yield "find_links", location


def _offered(project: str, settings: PipSettings, kind: str, url: str) -> Iterator[Offer]:
    local = url_to_path(url) if url.startswith("file:") else Path(url)
    if not _remote(url) and not local.exists():
        raise FileNotFoundError("there is no such directory")
    finder = _finder(settings, kind, url)
    for package in finder.find_all_packages(project, allow_yanked=True):
        try:
            version = Version(package.version or "")
        except InvalidVersion:
            continue
        yield Offer(
            version=str(version),
            link=package.link,
            uploaded=package.link.upload_time,
            requires_python=package.link.requires_python or "",
            yanked=package.link.is_yanked,
        )


def _remote(url: str) -> bool:
    return "://" in url and not url.startswith("file:")


def _finder(settings: PipSettings, kind: str = "", url: str = "") -> PackageFinder:
    return PackageFinder(
        _session(settings),
        index_urls=[url] if kind == "index" else [],
        find_links=[url] if kind == "find_links" else [],
        trusted_hosts=settings.trusted_hosts,
        ignore_compatibility=True,
        # "No binaries" of a project leaves its source distributions.
        no_binary=[":all:"],
    )


def _session(settings: PipSettings) -> Fetcher:
    verify: ssl.SSLContext | bool = True
    if settings.cert or settings.client_cert:
        verify = _context(settings.cert)
    if settings.client_cert and isinstance(verify, ssl.SSLContext):
        verify.load_cert_chain(settings.client_cert)
    session = PyPIClient(
        trusted_hosts=settings.trusted_hosts,
        verify=verify,
        timeout=settings.timeout,
        # Mirrors answer with redirects: to the normalised name, to where files are stored.
        follow_redirects=True,
        proxy=settings.proxy,
    )
    session.auth = MultiDomainBasicAuth(prompting=False, index_urls=settings.index_urls)
    return cast(Fetcher, session)  # it takes more than the protocol says


def _context(certificates: str | None) -> ssl.SSLContext:
    if certificates and Path(certificates).is_dir():
        return ssl.create_default_context(capath=certificates)
    return ssl.create_default_context(cafile=certificates)


@contextmanager
def _complaints(problems: list[str]) -> Iterator[None]:
    """unearth passes over an index that refuses and only logs it; here the reason joins `problems`."""
    logger = logging.getLogger("unearth.collector")
    handler = _Collector(problems)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


class _Collector(logging.Handler):
    def __init__(self, problems: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        # An index that does not have the project says so with 404, which is an answer and no problem.
        if "(404)" not in message:
            self.problems.append(message)


def _digests(hashes: dict[str, list[str]] | dict[str, str]) -> str:
    named = {name: value if isinstance(value, str) else " or ".join(value) for name, value in hashes.items()}
    return ", ".join(f"{name} {value}" for name, value in named.items())


def _redacted(url: str) -> str:
    return str(Link(url).redacted) if _remote(url) else url


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
