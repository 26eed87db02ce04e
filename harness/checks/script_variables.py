"""Variables of daemon configuration that a page lists, held against the init script that reads them.

    Init-script: ``celerybeat``
    ---------------------------

    * ``CELERYBEAT_PID_FILE``

        Full path to the PID file. Default is :file:`/var/run/celery/beat.pid`.

The script tells what a variable is when nobody sets it (`X=${X:-$DEFAULT_X}`, `if [ -z "$X" ]; then X=…`), and which
it sets itself once the configuration has been read: of those, what the reader has written is lost.  One that it reads,
and gives no value itself, has no default.

Evidence: the `script` and its `variable`, with the `default` that it has there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
#: What the script does with the configuration, and with its variables: all at the left margin, whatever happens.
SOURCED = re.compile(r"^\s*\.\s+\S")
CONSTANT = re.compile(r"""^(?P<name>[A-Z]\w*)=(?P<quote>["']?)(?P<value>[^"'`$\s]*)(?P=quote)\s*$""")
FALLBACK = re.compile(r"^(?P<name>[A-Z]\w*)=\$\{(?P=name):-(?P<value>.*)\}\s*$")
EMPTY = re.compile(r"""^if \[ -z "\$(?P<name>[A-Z]\w*)" \]; then\s*$""")
WITHIN = re.compile(r"""^\s+(?P<name>[A-Z]\w*)=(?P<value>.*?)\s*$""")
READ = re.compile(r"\$\{?([A-Z]\w*)")
SET = re.compile(r"^(?P<name>[A-Z]\w*)=(?P<value>.*?)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Script:
    """What an init script makes of its variables."""

    #: Variable → the values that it takes when it is not set, the last of them a constant.
    defaults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overwritten: Mapping[str, str] = field(default_factory=dict)  # variable → the line that sets it
    plain: frozenset[str] = frozenset()  # variables that it reads, and sets nowhere


def find(case: Case) -> Iterable[Finding]:
    """Findings about a variable at the head of an item."""
    claim = case.claim
    if claim is None:
        return
    read = _read(case, claim)
    if read is None:
        return
    script, item = read
    variable, script_name = claim.text, owner(case, claim.headings)
    line = script.overwritten.get(variable)
    if line is not None:
        yield _found.finding(
            case,
            _found.place(case, claim, variable),
            rule="ineffective-variable",
            severity="silent",
            subject=f"ineffective:{variable}",
            claim=f"{script_name} reads {variable} from its configuration",
            observed=f"{script_name} has {line} below the line that reads the configuration",
            message=f"{variable} has no effect: {script_name} sets it itself ({line})",
            evidence={"script": script_name, "variable": variable},
        )
    yield from _default(case, claim, script, item, script_name)


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


def _default(case: Case, claim: Claim, script: _Script, item: _listed.Item, name: str) -> Iterator[Finding]:
    told = TOLD.search(_text(item))
    real = script.defaults.get(claim.text)
    # In quotes that do not match something else begins.
    if told is None or not _is_whole(told) or (real is not None and _value(told) == real[-1]):
        return
    if real is None and claim.text not in script.plain:
        return
    place = _place(case, claim, item, _value(told))
    *others, last = real or ("",)
    words = ", else ".join([*(f"the value of {each}" for each in others), last])
    none = f"{name} has no default for {claim.text}: where it is not set, nothing stands for it"
    yield _found.finding(
        case,
        place,
        rule="wrong-default",
        severity="wrong-value",
        subject=f"default:{name}:{claim.text}",
        claim=f"the default of {claim.text} is {_value(told)}",
        observed=f"in {name} the default of {claim.text} is {words}" if real else none,
        message=f"the default of {claim.text} is {words}" if real else none,
        suggestion=_instead(told, others, last) if real else None,
        evidence={"script": name, "variable": claim.text, "default": last},
    )


def _instead(told: re.Match[str], others: Sequence[str], last: str) -> str | None:
    """What the default should be in the docs: within a role or quotes, only a value can stand."""
    if others and told["before"]:
        return None
    return ", else ".join([*(f"the value of ``{each}``" for each in others), last])


def _read(case: Case, claim: Claim) -> tuple[_Script, _listed.Item] | None:
    """The script that a claim at the head of an item is about, and the item."""
    if claim.kind != "literal" or not VARIABLE.fullmatch(claim.text) or _history.told(case):
        return None
    script = owner(case, claim.headings)
    if not script:
        return None
    lines = _prose.lines(case.docs.root, claim.file)
    item = _listed.around(lines, claim.line - 1)
    if item is None or item.name != claim.text or item.first != claim.line - 1:
        return None
    return _script(case.docs.root, script), item


def owner(case: Case, headings: Sequence[str]) -> str:
    """The init script in whose section something stands, by the titles above it; "" where it is in none."""
    titles = " ".join(headings)
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
def _script(root: str, name: str) -> _Script:
    try:
        lines = Path(root, FOLDER, name).read_text(encoding="utf-8", errors="replace").split("\n")
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
        seen |= set(READ.findall(line))
    text = "\n".join(lines)
    given = set(re.findall(r"\b([A-Z]\w*)=", text))
    return _Script(defaults=defaults, overwritten=overwritten, plain=frozenset(READ.findall(text)) - given)


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
