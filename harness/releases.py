"""Celery's releases: which there are, when they were made, what they claim, and their unpacked trees in the cache."""

from __future__ import annotations

import difflib
import email.parser
import functools
import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from harness import package_index, pip_settings
from harness.caches import cache_dir, exclusive, made_once, read_json, write_json
from harness.errors import MissingError, UsageError
from harness.package_index import Offer, Offers

PROJECT = "celery"
MINOR = re.compile(r"Programming Language :: Python :: (3\.\d+)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A release whose sdist has been fetched, verified and unpacked."""

    version: str
    sha256: str  # of the sdist
    root: Path  # the unpacked tree
    uploaded: datetime | None
    requires_python: str
    pythons: tuple[str, ...]  # the minors of Python 3 that its classifiers claim: ("3.8", "3.9")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """When a release was uploaded, and when the next minor's first final release was; None where nobody tells."""

    uploaded: datetime | None
    succeeded: datetime | None


def parse_version(text: str) -> Version:
    """A version as a user writes it ("5.4.0", "v5.4.0").  Raises UsageError."""
    try:
        return Version(text)
    except InvalidVersion:
        raise UsageError(f"{text!r} is not a version; write one like 5.4.0") from None


def unpacked(version: str) -> Release:
    """The release, from the cache without touching the network, or from the index.

    Raises UsageError for a version that no index has, MissingError when it cannot be had.
    """
    wanted = parse_version(version)
    if cached := _cached(wanted):
        return cached
    return _fetched(_offer(wanted))


def newest() -> str:
    """The newest final release on the indexes; when one of them cannot be asked, of those in the cache as well."""
    offers = _offers()
    known = [Version(offer.version) for offer in offers.found if not offer.yanked]
    if offers.problems:
        known += [Version(path.stem) for path in _records().glob("*.json") if _cached(Version(path.stem))]
    final = [version for version in known if not version.is_prerelease]
    if not final:
        raise MissingError(_unreachable("the newest release of Celery", offers))
    return str(max(final))


def finals() -> list[str]:
    """All final releases, oldest first, as they were listed when the indexes were last asked; without network."""
    listed = _uploads(read_json(_listing()))
    return [str(version) for version in sorted(listed) if not version.is_prerelease]


def uploaded(version: str) -> datetime | None:
    """When the release was uploaded, None where nobody tells; of a release in the cache without touching the network.

    Raises UsageError when `version` is not one.
    """
    cached = _cached(parse_version(version))
    return cached.uploaded if cached and cached.uploaded else dates(version).uploaded


def dates(version: str) -> Dates:
    """When the release and its successor were uploaded: from the cache, or from the index.

    Raises UsageError when `version` is not one.
    """
    wanted = parse_version(version)
    listed = _uploads(read_json(_listing()))
    if wanted not in listed or _successor(wanted, listed) is None:  # newer releases may have been made since
        _offers()  # writes the listing
        listed = _uploads(read_json(_listing()))
    successor = _successor(wanted, listed)
    return Dates(uploaded=listed.get(wanted), succeeded=listed[successor] if successor else None)


def matching(specifiers: SpecifierSet) -> str:
    """The newest release that fits a `packaging` specifier set.  Raises UsageError when none does."""
    offers = _offers()
    versions = [Version(offer.version) for offer in offers.found if not offer.yanked]
    fitting = sorted(specifiers.filter(versions))
    if not fitting:
        if offers.problems:
            raise MissingError(_unreachable(f"a release of Celery that fits {specifiers}", offers))
        raise UsageError(f"no release of Celery fits {specifiers}; the newest is {max(versions)}")
    return str(fitting[-1])


def _records() -> Path:
    return cache_dir() / "releases"


def _listing() -> Path:
    return cache_dir() / "listing.json"


def _cached(wanted: Version) -> Release | None:
    for path in _records().glob("*.json"):
        # Equal versions have several spellings: 5.4 is 5.4.0.
        if Version(path.stem) == wanted and isinstance(record := read_json(path), dict):
            release = _from_record(path.stem, record)
            return release if release.root.is_dir() else None
    return None


def _from_record(version: str, record: dict[str, Any]) -> Release:
    return Release(
        version=version,
        sha256=record["sha256"],
        root=_tree(version, record["sha256"]),
        uploaded=_date(record["uploaded"]),
        requires_python=record["requires_python"],
        pythons=tuple(record["pythons"]),
    )


def _tree(version: str, sha256: str) -> Path:
    return cache_dir() / "sdists" / sha256 / f"{PROJECT}-{version}"


def _offers() -> Offers:
    offers = package_index.offers(PROJECT, pip_settings.read())
    if offers.found and not offers.problems:
        uploads = {offer.version: offer.uploaded.isoformat() if offer.uploaded else None for offer in offers.found}
        write_json(_listing(), uploads)
    return offers


def _offer(wanted: Version) -> Offer:
    offers = _offers()
    for offer in offers.found:
        if Version(offer.version) == wanted:
            return offer
    if offers.problems:
        raise MissingError(_unreachable(f"Celery {wanted}", offers))
    if not offers.found:
        raise MissingError(f"the package index that pip is set to has no releases of Celery: {_asked()}")
    raise UsageError(f"there is no Celery {wanted} on the package index; {_near(wanted, offers)}")


def _near(wanted: Version, offers: Offers) -> str:
    known = [offer.version for offer in offers.found]
    final = [version for version in known if not Version(version).is_prerelease]
    near = difflib.get_close_matches(str(wanted), final, n=3, cutoff=0.7)
    newest = f"the newest release is {max(final or known, key=Version)}"
    return f"near it are {', '.join(near)}; {newest}" if near else newest


def _unreachable(what: str, offers: Offers) -> str:
    return f"{what} is not in the cache ({cache_dir()}) and cannot be had: {'; '.join(offers.problems) or _asked()}"


def _asked() -> str:
    settings = pip_settings.read()
    return ", ".join((*settings.index_urls, *settings.find_links)) or "pip is told to use no index, and no find-links"


def _fetched(offer: Offer) -> Release:
    download = cache_dir() / "downloads" / f"{PROJECT}-{offer.version}"
    with exclusive(download):
        if cached := _cached(Version(offer.version)):  # another process was faster
            return cached
        shutil.rmtree(download, ignore_errors=True)
        download.mkdir()
        try:
            archive = package_index.fetch(offer, pip_settings.read(), download)
            sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
            tree = made_once(_tree(offer.version, sha256), functools.partial(package_index.unpack, archive))
        finally:
            shutil.rmtree(download, ignore_errors=True)
        record = _describe(offer, sha256, tree)
        # The record is what makes the release known: it is written last.
        write_json(_records() / f"{offer.version}.json", record)
        return _from_record(offer.version, record)


def _describe(offer: Offer, sha256: str, tree: Path) -> dict[str, Any]:
    try:
        text = (tree / "PKG-INFO").read_text(encoding="utf-8")
    except OSError as error:
        raise MissingError(f"{offer.link.redacted} is no source distribution: {error.strerror}: PKG-INFO") from None
    metadata = email.parser.HeaderParser().parsestr(text)
    claims = (MINOR.match(classifier) for classifier in metadata.get_all("Classifier", []))
    return {
        "sha256": sha256,
        "uploaded": offer.uploaded.isoformat() if offer.uploaded else None,
        "requires_python": metadata.get("Requires-Python", ""),
        "pythons": [claim[1] for claim in claims if claim],
    }


def _uploads(listing: Any) -> dict[Version, datetime | None]:
    return {Version(version): _date(text) for version, text in listing.items()} if isinstance(listing, dict) else {}


def _successor(wanted: Version, listed: Iterable[Version]) -> Version | None:
    later = [version for version in listed if not version.is_prerelease and version.release[:2] > wanted.release[:2]]
    return min(later, default=None)


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
