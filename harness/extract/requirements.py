"""Which Python a release of Celery is said to run on → Claims of the kind "python".

    Celery version 5.5.x runs on:            release: the one that the lines below are about

    - Python ❨3.8, 3.9, 3.10❩                list: all that it runs on
    - Python 3.11 or newer versions          least

    Celery 5.2.x requires Python 3.7 or newer.
    - Python 3.7: Celery 5.2 or earlier.     last: the last release that runs on it

    This is the version of celery which will support Python 3.8 or newer.    least, of the docs' own release
    From the next major version (Celery 6.x) Python 3.9 or newer is required.   next

And which release the docs say that they are of:

    :Version: 5.5.3 (immunity)                                 own, series
    new to Celery v5.5.x coming from previous versions         new: one of them

The fields give the form and the release that is meant, where it is told: "5.5".
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
_SUPPORTS = re.compile(
    r"\bThis\s+is\s+the\s+(?:next\s+)?version\s+of\s+celery\s+which\s+will\s+support\s+Python\s+"
    r"(?P<least>\d+\.\d+)\s+or\s+newer",
    re.I,
)
_NEXT = re.compile(
    r"\bfrom\s+the\s+next\s+(?:major\s+)?version\s+\(Celery\s+(?P<minor>\d+)\.x\)\s+Python\s+"
    r"(?P<next>\d+\.\d+)\s+or\s+newer\s+is\s+required",
    re.I,
)
_OWN = re.compile(r"^:Version:\s+(?P<own>\d+\.\d[\w.]*)(?:\s+\((?P<series>[\w -]+)\))?\s*$")
_NEW = re.compile(
    r"\bnew\s+to\s+Celery\s+v?(?P<new>\d+(?:\.\d+)+(?:\.x)?(?:\s+or\s+v?\d+(?:\.\d+)+(?:\.x)?)*)\s+"
    r"coming\s+from\s+previous\s+versions"
)
#: Endings of files that are text.
_TEXTS = (".rst", ".txt")
#: Patterns of lines that stand alone, and what each of their groups tells.
_LINES = (
    (_REQUIRES, {"least": "least"}),
    (_LAST, {"release": "last"}),
    (_SUPPORTS, {"least": "least"}),
    (_NEXT, {"next": "next"}),
    (_OWN, {"own": "own", "series": "series"}),
    (_NEW, {"new": "new"}),
)
#: Lines below a head that may be its items.
_BELOW = 8


def requirements(reading: Reading, historical: bool) -> Iterator[Claim]:
    """The claims of a page's own file, and of the texts that it takes in."""
    seen: Counter[str] = Counter()
    for file in [reading.file, *(each for each in reading.inputs if each != reading.file and each.endswith(_TEXTS))]:
        text = reading.text_of(file)
        if text is not None and "Celery" in "\n".join(text.lines):
            yield from _requirements(reading, text, historical, seen)


def _requirements(reading: Reading, text: Text, historical: bool, seen: Counter[str]) -> Iterator[Claim]:
    release, left = "", 0
    for index, line in enumerate(text.lines):
        left -= 1
        if match := _HEAD.search(line):
            release, left = match["minor"], _BELOW
            found = [(match, "release", "release")]
        elif left > 0 and (match := _LIST.match(line) or _LEAST.match(line)):
            group = match.lastgroup or ""
            found = [(match, group, group)]
        else:
            matches = ((pattern.search(line), forms) for pattern, forms in _LINES)
            found = [(match, group, form) for match, forms in matches if match for group, form in forms.items()]
        for match, group, form in found:
            if match[group]:
                groups = match.groupdict()
                about = release if match.re in (_LIST, _LEAST) else groups.get("minor") or ""
                python = groups.get("python") or ""
                key = f"{form}:{about}:{python or match[group]}"
                seen[key] += 1
                fields = {"form": form, "release": about, "python": python}
                yield _claim(reading, text, index, match, group, fields, f"{key}:{seen[key]}", historical)


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
