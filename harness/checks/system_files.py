"""Lines for files of the system and of servers: the table of hosts, the options of MySQL, the rules of sudo.

Which file it is the sentence before the sample says, or the page.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _nearest, _source
from harness.checks._manuals import OF_MYSQL, OF_SUDO
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "system-files"

rules: Mapping[str, str] = {"refused-entry": "a line for a file of the system that is not taken, or not taken as meant"}

level: CheckName = "keys"
sees = frozenset({"sample"})

HOST = re.compile(r"(?!-)[A-Za-z0-9-]+(?<!-)(?:\.(?!-)[A-Za-z0-9-]+(?<!-))*")
#: Commands that give a machine its name.
NAMED = re.compile(
    r"\b(?:scutil\s+--set\s+HostName|hostnamectl\s+(?:set-)?hostname|hostname)\s+(?P<host>[\w.-]+)\s*$", re.M
)
SECTION = re.compile(r"\s*\[(?P<section>[\w.-]+)\]\s*")
OPTION = re.compile(r"\s*(?P<option>[a-z][\w-]*)\s*(?:=\s*(?P<value>\S+)\s*)?")
DEFAULTS = re.compile(r"\s*Defaults\s+!?(?P<flag>[a-z_]+)\s*")
WORD = re.compile(r"\S+")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """A line, or a word of it, that was looked at; `observed` says what is wrong with it, "" when nothing is."""

    line: int
    column: int
    text: str
    observed: str = ""
    suggestion: str | None = None


#: What a reader of one kind of file makes of a sample's lines; nothing when they are no lines of such a file.
Reader = Callable[[Case, list[str]], list[_Entry]]


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lines of a file of the system."""
    sample = case.sample
    for entry in _entries(case):
        if not entry.observed:
            continue
        assert sample is not None
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=entry.line, column=entry.column), entry.text),
            rule="refused-entry",
            subject=f"entry:{entry.text}",
            claim=sample.code.split("\n")[entry.line].strip(),
            observed=entry.observed,
            message=entry.observed + _found.meant(entry.suggestion),
            suggestion=entry.suggestion,
        )


def covers(case: Case) -> bool:
    """Whether a line is one that such a file takes."""
    return any(not entry.observed for entry in _entries(case))


def _entries(case: Case) -> list[_Entry]:
    sample = case.sample
    if sample is None or sample.language not in ("text", "ini", "cfg") or _history.told(case):
        return []
    for told, read in READERS.items():
        if told.search(sample.lead) or told.search(sample.caption):
            return read(case, sample.code.split("\n"))
    return []


# - The table of hosts


def _hosts(case: Case, lines: list[str]) -> list[_Entry]:
    """An address, and the names of a machine: among them the one that the page gives to this one."""
    found = list(_words_of_hosts(lines))
    if not found:
        return []
    listed = {entry.text for entry in found}
    mine = [match["host"] for sample in case.page.samples for match in NAMED.finditer(sample.code)]
    for host in mine:
        near = None if host in listed else _nearest.nearest(host, listed)
        if near is not None:
            at = next(entry for entry in found if entry.text == near)
            told = f"the page has called this machine {host}"
            found.append(_Entry(line=at.line, column=at.column, text=near, observed=told, suggestion=host))
    return found


def _words_of_hosts(lines: list[str]) -> Iterator[_Entry]:
    for index, line in enumerate(lines):
        words = list(WORD.finditer(line.partition("#")[0]))
        if len(words) < 2:
            continue
        address, *names = words
        wrong = "" if _is_address(address[0]) else f"{address[0]} is no address"
        yield _Entry(line=index, column=address.start(), text=address[0], observed=wrong)
        for each in names:
            wrong = "" if HOST.fullmatch(each[0]) else f"{each[0]} cannot be the name of a host"
            yield _Entry(line=index, column=each.start(), text=each[0], observed=wrong)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


# - MySQL and sudo


def _mysql(case: Case, lines: list[str]) -> list[_Entry]:
    """Options of the server, and their values where there are a few."""
    found: list[_Entry] = []
    section = ""
    for index, line in enumerate(lines):
        if match := SECTION.fullmatch(line):
            section = match["section"]
            near = None if section == "mysqld" else _nearest.nearest(section, ["mysqld"])
            if near is not None:
                told = f"the server reads no section {section}"
                at = match.start("section")
                found.append(_Entry(line=index, column=at, text=section, observed=told, suggestion=near))
        elif section == "mysqld" and (match := OPTION.fullmatch(line)):
            found += _option(index, match)
    return found


def _option(index: int, match: re.Match[str]) -> Iterator[_Entry]:
    option, value = match["option"], match["value"]
    known = OF_MYSQL.get(option.replace("_", "-"))
    if known is None:
        near = _nearest.nearest(option, OF_MYSQL)
        if near is not None:
            told = f"the server has no option {option}"
            yield _Entry(line=index, column=match.start("option"), text=option, observed=told, suggestion=near)
        return
    if not known or (value and value.upper() in known):
        yield _Entry(line=index, column=match.start("option"), text=option)
    elif value:
        near = _nearest.nearest(value.upper(), known)
        told = f"{option} is one of {', '.join(sorted(known))}"
        yield _Entry(line=index, column=match.start("value"), text=value, observed=told, suggestion=near)


def _sudo(case: Case, lines: list[str]) -> list[_Entry]:
    """Flags that lines `Defaults` set."""
    found: list[_Entry] = []
    for index, line in enumerate(lines):
        if (match := DEFAULTS.fullmatch(line)) is None:
            continue
        flag = match["flag"]
        near = None if flag in OF_SUDO else _nearest.nearest(flag, OF_SUDO)
        if flag in OF_SUDO or near is not None:
            told = "" if near is None else f"sudo has no flag {flag}"
            found.append(_Entry(line=index, column=match.start("flag"), text=flag, observed=told, suggestion=near))
    return found


READERS: Mapping[re.Pattern[str], Reader] = {
    re.compile(r"/etc/hosts\b"): _hosts,
    re.compile(r"\bmy\.cnf\b"): _mysql,
    re.compile(r"\bsudo(?:ers)?\b"): _sudo,
}
