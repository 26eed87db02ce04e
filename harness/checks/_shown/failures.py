"""Tracebacks that a page shows, against what was raised."""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass

from harness.checks._shown import gaps, volatile

HEADER = "Traceback (most recent call last)"
_LAST = re.compile(r"\s*(?P<type>(?:[^\W\d]\w*\.)*[A-Z]\w*)(?::\s?(?P<message>.*))?$")
_ALONE = re.compile(r"(?P<type>(?:[^\W\d]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning))(?::\s(?P<message>.*))$")

#: What Python 2 said and no Python 3 does.
_OLD_WORDING = re.compile(
    r"takes (exactly|at least|at most) \d+ arguments? \(\d+ given\)|^No module named [^'\s]+$|^global name '"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """An exception as it is shown: its type, as it is written, and its message."""

    type: str
    message: str
    line: int  # index, in the shown text, of the line that has them

    @property
    def name(self) -> str:
        """The type without its module."""
        return self.type.rpartition(".")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a shown failure is to the real one."""

    agrees: bool
    what: str = ""
    unsure: str = ""  # why a disagreement is not certain
    old: bool = False  # only the wording of another Python


def read(shown: str) -> Failure | None:
    """The exception that the text shows; None when it shows none."""
    lines = shown.split("\n")
    if HEADER not in shown:
        match = _ALONE.match(shown.strip()) if len(lines) == 1 else None
        return Failure(type=match["type"], message=(match["message"] or "").strip(), line=0) if match else None
    begin = max(index for index, line in enumerate(lines) if HEADER in line)
    frames = [index for index, line in enumerate(lines) if index > begin and line.lstrip().startswith('File "')]
    # Below the last frame stands, perhaps, its line of code.
    for index in range((frames[-1] if frames else begin) + 1, len(lines)):
        match = _LAST.match(lines[index])
        if match and (index > (frames[-1] if frames else begin) + 1 or match["message"] is not None or not frames):
            message = " ".join([match["message"] or "", *(line.strip() for line in lines[index + 1 :])])
            return Failure(type=match["type"], message=message.strip(), line=index)
    return None


def compare(shown: Failure, kind: str, message: str) -> Verdict:
    """A shown failure against the real exception, its type written with its module."""
    name = kind.rpartition(".")[2]
    if name == shown.name:
        return _messages(shown, message)
    if _is_kind_of(name, shown.name):
        return Verdict(agrees=True)
    what = f"shows {shown.name}, but {name} is raised"
    if name in shown.message or _plain(message) == _plain(shown.message) != "":
        return Verdict(agrees=False, what=what)
    return Verdict(agrees=False, what=what, unsure="another failure than the one that is shown may have come first")


def _messages(shown: Failure, message: str) -> Verdict:
    left, right = _plain(shown.message), _plain(message)
    if not left or left == right or gaps.fits(left, right):
        return Verdict(agrees=True)
    what = f"shows the message {shown.message!r}, but it is {message!r}"
    if _OLD_WORDING.search(shown.message) and not _OLD_WORDING.search(message):
        return Verdict(agrees=False, what=what, old=True)
    return Verdict(agrees=False, what=what, unsure="the message may be the system's or another Python's")


def _plain(message: str) -> str:
    """The message without what is volatile, quotes, and the comma of old displays of exceptions."""
    masked, _ = volatile.masked(message)
    return re.sub(r"[\"'`]|,(?=\))", "", " ".join(masked.split()))


def _is_kind_of(name: str, general: str) -> bool:
    """Whether one builtin exception is a kind of the other."""
    special, base = getattr(builtins, name, None), getattr(builtins, general, None)
    return isinstance(special, type) and isinstance(base, type) and issubclass(special, base)
