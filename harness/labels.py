"""What releases and targets are called, and in which order they and their errata are told."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from packaging.version import InvalidVersion, Version

from harness.model import Erratum, Place, Severity, Target

#: Worst first: the order in which a reader wants to see them.
SEVERITIES: tuple[Severity, ...] = ("breaks", "silent", "wrong-value", "cosmetic")


def label(target: Target, service: str) -> str:
    """What a target is called on a service, in observations, findings and reports: "celery54-redis"."""
    return f"{target.name}-{service}"


@functools.lru_cache(maxsize=1024)
def version(text: str) -> Version:
    """The version, for sorting; a label that is none (a checkout) sorts before all releases."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0.dev0")


def newest_first(text: str) -> tuple[int, ...]:
    """A key that sorts new releases before old ones; labels that are no versions come first of all."""
    try:
        return tuple(-part for part in (*Version(text).release, 0, 0, 0)[:4])
    except InvalidVersion:
        return ()


def split(label: str, targets: Iterable[Target]) -> tuple[Target | None, str]:
    """The target and the service that a label names: "celery54-redis" is celery54 with redis.

    The target is None when the label is none of these targets'; the service is then the whole label.
    """
    found = [target for target in targets if label == target.name or label.startswith(target.name + "-")]
    if not found:
        return None, label
    target = max(found, key=lambda item: len(item.name))
    return target, label[len(target.name) + 1 :]


def place_order(place: Place) -> tuple[Any, ...]:
    """By release, then as they stand."""
    return version(place.docs), place.docs, place.file, place.line, place.column, place.end_line, place.text


def newest_place(places: Iterable[Place]) -> Place:
    """The first place in the newest docs: where a reader of today's docs meets the mistake."""
    return min(places, key=lambda place: (newest_first(place.docs), *place_order(place)))


def erratum_order(erratum: Erratum) -> tuple[Any, ...]:
    """The sure before the undecided, the worst first, then as they stand in the newest docs."""
    place = newest_place(erratum.places)
    return (
        erratum.blame == "undecided",
        SEVERITIES.index(erratum.severity),
        place.file,
        place.line,
        place.column,
        erratum.id,
        erratum.message,
    )
