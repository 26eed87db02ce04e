"""Which Python a release of Celery is said to run on → Claims of the kind "python".

    Celery version 5.5.x runs on:            release: the one that the lines below are about

    - Python ❨3.8, 3.9, 3.10❩                list: all that it runs on
    - Python 3.11 or newer versions          least

    Celery 5.2.x requires Python 3.7 or newer.
    - Python 3.7: Celery 5.2 or earlier.     last: the last release that runs on it

The fields give the form and the release that is meant: "5.5".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from harness.extract.reading import Reading
from harness.extract.text import Text
from harness.model import Claim

_SERIES = r"(?P<release>(?P<minor>\d+\.\d+)(?:\.(?:x|\d+))?)"
_HEAD = re.compile(rf"\bCelery\s+(?:version\s+)?{_SERIES}\s+runs\s+on\b[:,]?\s*$")
_LIST = re.compile(r"^\s*[-*]\s+Python\s*[(❨]\s*(?P<list>\d+\.\d+(?:\s*,\s*\d+\.\d+)+)\s*[)❩]")
_LEAST = re.compile(r"^\s*[-*]\s+Python\s*\(?(?P<least>\d+\.\d+)(?:\+|\s+or\s+(?:newer|later|higher|above))")
_REQUIRES = re.compile(
    rf"\bCelery\s+(?:version\s+)?{_SERIES}\s+(?:also\s+)?requires\s+Python\s+(?P<least>\d+\.\d+)\s+or\s+(?:newer|later|higher)"
)
_LAST = re.compile(
    rf"^\s*[-*]\s+Python\s+(?P<python>\d+\.\d+)(?:\s*:|\s+was)\s+Celery\s+(?:series\s+|version\s+)?{_SERIES}\s+or\s+earlier"
)
#: Lines below a head that may be its items.
_BELOW = 8


def requirements(reading: Reading, historical: bool) -> Iterator[Claim]:
    """The claims of a page's own file."""
    text = reading.text_of(reading.file)
    if text is None or "Celery" not in "\n".join(text.lines):
        return
    seen: Counter[str] = Counter()
    release, left = "", 0
    for index, line in enumerate(text.lines):
        left -= 1
        found: list[tuple[str, str, str]] = []  # group, form, release
        if match := _HEAD.search(line):
            release, left = match["minor"], _BELOW
            found = [("release", "release", match["minor"])]
        elif match := _REQUIRES.search(line):
            found = [("least", "least", match["minor"])]
        elif match := _LAST.match(line):
            found = [("release", "last", match["minor"])]
        elif left > 0 and (match := _LIST.match(line) or _LEAST.match(line)):
            group = match.lastgroup or ""
            found = [(group, group, release)]
        for group, form, minor in found:
            assert match is not None
            python = match.groupdict().get("python") or ""
            key = f"{form}:{minor}:{python or match[group]}"
            seen[key] += 1
            yield _claim(reading, text, index, match, group, {"form": form, "release": minor, "python": python},
                         f"{key}:{seen[key]}", historical)  # fmt: skip


def _claim(
    reading: Reading,
    text: Text,
    index: int,
    match: re.Match[str],
    group: str,
    fields: dict[str, str],
    key: str,
    historical: bool,
) -> Claim:
    spot = text.spot(index, match.start(group))
    return Claim(
        key=f"{reading.name}:python:{key}",
        kind="python",
        page=reading.name,
        file=text.file,
        line=spot.line,
        column=spot.column,
        end_line=spot.line,
        text=match[group],
        subject=match[group],
        headings=(),
        scope="",
        historical=historical,
        fields={name: value for name, value in fields.items() if value},
    )
