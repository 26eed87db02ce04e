"""What is said of a call whose arguments do not fit, by the function that it calls."""

from __future__ import annotations

import re

from harness.interfaces import Case
from harness.model import Raised

#: The names at the end of "missing 2 required positional arguments: 'x' and 'y'".
_NAMES = re.compile(r"'(\w+)'")
#: What Python says of a call that does not fit, and the same in words of which the function is the subject.
_SAYINGS = {
    r"(?P<f>[\w.<>]+)\(\) got an unexpected keyword argument '(?P<name>\w+)'.*": "takes no argument {name}",
    r"(?P<f>[\w.<>]+)\(\) got multiple values for argument '(?P<name>\w+)'": "gets {name} two times",
    r"(?P<f>[\w.<>]+)\(\) missing \d+ required [\w-]+ arguments?: (?P<names>.*)": "is called without {names}",
    r"(?P<f>[\w.<>]+)\(\) takes (?P<some>.*?) positional arguments? but (?P<given>\d+) (was|were) given": (
        "takes {some} positional argument{s}, and {given} {are} given"
    ),
    r"(?P<f>\w+)(\(\))? expected (?P<some>(at (most|least) |exactly )?\d+) arguments?, got (?P<given>\d+)": (
        "takes {some} argument{s}, and {given} {are} given"
    ),
    r"(?P<f>\w+)\(\) takes (?P<some>[\w ]+?) arguments? \((?P<given>\d+) given\)": (
        "takes {some} argument{s}, and {given} {are} given"
    ),
}


def told(case: Case, raised: Raised) -> str:
    """What is wrong with the call, the function named; the exception where it says it in other words."""
    for pattern, words in _SAYINGS.items():
        match = re.fullmatch(pattern, raised.message)
        if match is None:
            continue
        known = match.groupdict()
        some, given = known.get("some") or "", known.get("given")
        said = words.format(
            name=known.get("name"),
            names=" and ".join(_NAMES.findall(known.get("names") or "")),
            some=some,
            s="" if re.search(r"^(?!from ).*\b(1|one)$", some) else "s",
            given=given,
            are="is" if given == "1" else "are",
        )
        return f"{_called(case, known['f'] or '')} {said}{_sent(raised)}"
    return f"the call raises TypeError: {raised.message}"


def _called(case: Case, function: str) -> str:
    """A function, with its parameters where the page shows what they are."""
    define = re.compile(rf"^\s*(?:(?:>>>|\.\.\.)\s*)?def {re.escape(function)}\((?P<takes>[^()]*)\)", re.M)
    shown = {" ".join(match["takes"].split()) for each in case.page.samples for match in define.finditer(each.code)}
    return f"{function}({shown.pop() if len(shown) == 1 else ''})"


def _sent(raised: Raised) -> str:
    """Why a task complains that has not been run."""
    if "check_arguments(" not in raised.traceback.rpartition('File "')[2]:
        return ""
    return ": Celery checks the arguments of a task before it sends anything"
