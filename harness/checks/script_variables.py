"""Variables of daemon configuration that a page lists, held against the init script that reads them.

    Init-script: ``celerybeat``
    ---------------------------

    * ``CELERYBEAT_PID_FILE``

        Full path to the PID file. Default is :file:`/var/run/celery/beat.pid`.

The script tells what a variable is when nobody sets it (`X=${X:-$DEFAULT_X}`, `if [ -z "$X" ]; then X=…`), and which
it sets itself once the configuration has been read: of those, what the reader has written is lost.

Evidence: the `script` and its `variable`, with the `default` that it has there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.checks import _found, _history, _listed, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place

name = "script-variables"

rules: Mapping[str, str] = {
    "wrong-default": "a variable's default that is another in the init script",
    "ineffective-variable": "a variable that the init script overwrites, whatever the reader has set it to",
}

level: CheckName = "none"
sees = frozenset({"literal"})

FOLDER = "extra/generic-init.d"
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
#: "Default is X.", with or without a role or quotes around X; more words than these are no value.
TOLD = re.compile(
    r"\bDefaults? (?:is|to) (?P<before>:file:`|``|`)?"
    r"(?:(?P<value>/[^\s`]+)(?P<after>`{0,2})(?=\.?(?:\s|$))"
    r"|(?P<words>(?:the )?current user|[\w%/.-]+?)(?P<end>`{0,2})(?=\.?$|\.\s))"
)
USER = re.compile(r"(?:the )?current user")
#: What the script does with the configuration, and with its variables: all at the left margin, whatever happens.
SOURCED = re.compile(r"^\s*\.\s+\S")
CONSTANT = re.compile(r"""^(?P<name>[A-Z]\w*)=(?P<quote>["']?)(?P<value>[^"'`$\s]*)(?P=quote)\s*$""")
FALLBACK = re.compile(r"^(?P<name>[A-Z]\w*)=\$\{(?P=name):-(?P<value>.*)\}\s*$")
EMPTY = re.compile(r"""^if \[ -z "\$(?P<name>[A-Z]\w*)" \]; then\s*$""")
WITHIN = re.compile(r"""^\s+(?P<name>[A-Z]\w*)=(?P<value>.*?)\s*$""")
SET = re.compile(r"^(?P<name>[A-Z]\w*)=(?P<value>.*?)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Script:
    """What an init script makes of its variables."""

    #: Variable → the values that it takes when it is not set, the last of them a constant.
    defaults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overwritten: Mapping[str, str] = field(default_factory=dict)  # variable → the line that sets it


def find(case: Case) -> Iterable[Finding]:
    """Findings about a variable at the head of an item."""
    claim = case.claim
    if claim is None:
        return
    read = _read(case, claim)
    if read is None:
        return
    script, item = read
    variable, owner = claim.text, _owner(case, claim)
    line = script.overwritten.get(variable)
    if line is not None:
        yield _found.finding(
            case,
            _found.place(case, claim, variable),
            rule="ineffective-variable",
            severity="silent",
            subject=f"ineffective:{variable}",
            claim=f"{owner} reads {variable} from its configuration",
            observed=f"{owner} has {line} below the line that reads the configuration",
            message=f"{variable} has no effect: {owner} sets it itself ({line})",
            evidence={"script": owner, "variable": variable},
        )
    yield from _default(case, claim, script, item, owner)


def covers(case: Case) -> bool:
    """Whether the default of a variable was read, and is the script's."""
    claim = case.claim
    read = _read(case, claim) if claim is not None else None
    if claim is None or read is None:
        return False
    script, item = read
    told = TOLD.search(_text(item))
    real = script.defaults.get(claim.text)
    return bool(told and real and _value(told) == real[-1]) or bool(list(find(case)))


def _default(case: Case, claim: Claim, script: _Script, item: _listed.Item, owner: str) -> Iterator[Finding]:
    told = TOLD.search(_text(item))
    real = script.defaults.get(claim.text)
    # In quotes that do not match something else begins.
    if told is None or real is None or not _is_whole(told) or _value(told) == real[-1]:
        return
    place = _place(case, claim, item, _value(told))
    *others, last = real
    words = ", else ".join([*(f"the value of {each}" for each in others), last])
    yield _found.finding(
        case,
        place,
        rule="wrong-default",
        severity="wrong-value",
        subject=f"default:{owner}:{claim.text}",
        claim=f"the default of {claim.text} is {_value(told)}",
        observed=f"in {owner} the default of {claim.text} is {words}",
        message=f"the default of {claim.text} is {words}",
        suggestion=last if not USER.fullmatch(_value(told)) and not others else None,
        evidence={"script": owner, "variable": claim.text, "default": last},
    )


def _read(case: Case, claim: Claim) -> tuple[_Script, _listed.Item] | None:
    """The script that a claim at the head of an item is about, and the item."""
    if claim.kind != "literal" or not VARIABLE.fullmatch(claim.text) or _history.told(case):
        return None
    owner = _owner(case, claim)
    if not owner:
        return None
    lines = _prose.lines(case.docs.root, claim.file)
    item = _listed.around(lines, claim.line - 1)
    if item is None or item.name != claim.text or item.first != claim.line - 1:
        return None
    return _script(case.docs.root, owner), item


def _owner(case: Case, claim: Claim) -> str:
    """The init script whose section a claim stands in; "" where it is in none."""
    titles = " ".join(claim.headings)
    if "init" not in titles.lower():
        return ""
    named = [each for each in _scripts(case.docs.root) if re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", titles)]
    return named[0] if len(named) == 1 else ""


def _text(item: _listed.Item) -> str:
    return " ".join(" ".join(item.lines).split())


def _value(told: re.Match[str]) -> str:
    return str(told["value"] or told["words"]).rstrip(".")


def _is_whole(told: re.Match[str]) -> bool:
    return bool(told["before"]) == bool(told["after"] or told["end"])


def _place(case: Case, claim: Claim, item: _listed.Item, value: str) -> Place:
    for offset, line in enumerate(item.lines):
        if (column := line.rfind(value)) >= 0:
            return _found.place(case, claim, value, item.first + offset + 1, column + 1)
    return _found.place(case, claim, claim.text)


# - The scripts


@functools.lru_cache(maxsize=16)
def _scripts(root: str) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in Path(root, FOLDER).glob("*") if path.is_file()))


@functools.lru_cache(maxsize=32)
def _script(root: str, owner: str) -> _Script:
    try:
        lines = Path(root, FOLDER, owner).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return _Script()
    constants = {match["name"]: match["value"] for match in map(CONSTANT.match, lines) if match}
    sourced = max((index for index, line in enumerate(lines) if SOURCED.match(line)), default=len(lines))
    defaults: dict[str, tuple[str, ...]] = {}
    overwritten: dict[str, str] = {}
    empty = ""  # what the lines at hand are done for the lack of
    seen: set[str] = set()
    for line in lines[sourced + 1 :]:
        if match := EMPTY.match(line):
            empty = match["name"]
        elif line.startswith("fi"):
            empty = ""
        elif (match := FALLBACK.match(line)) or ((match := WITHIN.match(line)) and match["name"] == empty):
            _note(defaults, match["name"], match["value"], constants)
        elif (match := SET.match(line)) and match["name"] not in seen and match["name"] not in match["value"]:
            overwritten[match["name"]] = line.strip()
        # What has been used by then had its effect.
        seen |= set(re.findall(r"\$\{?([A-Z]\w*)", line))
    return _Script(defaults=defaults, overwritten=overwritten)


def _note(defaults: dict[str, tuple[str, ...]], name: str, text: str, constants: Mapping[str, str]) -> None:
    values = tuple(_values(text.strip("\"'"), constants))
    if values and values[-1] and "$" not in values[-1]:
        defaults.setdefault(name, values)


def _values(text: str, constants: Mapping[str, str]) -> Iterator[str]:
    """What `${A:-${B:-$C}}` comes to: the names of variables that are not constants, and at last a value."""
    if match := re.fullmatch(r"\$\{(?P<name>\w+):-(?P<value>.*)\}", text):
        yield match["name"]
        yield from _values(match["value"].strip("\"'"), constants)
    elif match := re.fullmatch(r"\$\{?(?P<name>\w+)\}?", text):
        yield constants.get(match["name"], text)
    else:
        yield text
