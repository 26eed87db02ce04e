"""Files, folders and applications that command lines name: the page, or an archive that it unpacks, must have them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness import shell_lines
from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding
from harness.shell_lines import Word

name = "reader-files"

rules: Mapping[str, str] = {
    "unknown-application": "an application to migrate that the page has installed otherwise",
    "unknown-file": "a folder that the archive does not have, or a file that is not in the release",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

SCRIPT = re.compile(r"[\w.-]+\.py")
INSTALLED = "INSTALLED_APPS"
#: What `tar` is told to unpack, and how the archives of the release are called.
UNPACKS = re.compile(r"-?[a-z]*x[a-z]*|--extract|--get")
ARCHIVE = re.compile(r"(?:.*/)?(?P<folder>(?P<project>[A-Za-z][\w.]*?)-(?P<version>\d[\w.]*))\.(?:tar(?:\.\w+)?|tgz)")
PYTHON = re.compile(r"python[\d.]*")
RELEASED = "celery"


def find(case: Case) -> Iterable[Finding]:
    """Findings about the applications that `manage.py migrate` names, and about what is in an archive."""
    sample = case.sample
    if sample is None:
        return
    for _, rest in _lines(case):
        labels = [word for word in rest[1:] if not word.text.startswith("-")][:1] if _migrates(rest) else []
        installed = _installed(case)
        for word in labels:
            near = None if word.text in installed or word.vague else _nearest.nearest(word.text, installed)
            if near is not None:
                yield _found.finding(
                    case,
                    _source.place(case, sample, _source.Spot(line=word.line, column=word.column), word.text),
                    rule="unknown-application",
                    # A label need not be called as its package.
                    blame="undecided",
                    subject=f"application:{word.text}",
                    observed=f"{INSTALLED} of the page has {near}",
                    message=f"{INSTALLED} has {near}, not {word.text}",
                    suggestion=near,
                )
    for word, observed, suggestion in _unpacked(case):
        if observed:
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=word.line, column=word.column), word.text),
                rule="unknown-file",
                subject=f"file:{word.text}",
                observed=observed,
                message=observed + _found.meant(suggestion),
                suggestion=suggestion,
            )


def covers(case: Case) -> bool:
    """Whether the page says what the file is, has the application installed, or an archive has the file."""
    if any(not observed for _, observed, _ in _unpacked(case)):
        return True
    for script, rest in _lines(case):
        if script.text in _named(case):
            return True
        if _migrates(rest) and any(word.text in _installed(case) for word in rest[1:]):
            return True
    return False


def _lines(case: Case) -> Iterator[tuple[Word, list[Word]]]:
    """`python FILE.py …`: the file, and what is behind it."""
    sample = case.sample
    if sample is None or sample.language != "console" or _history.told(case):
        return
    for command in shell_lines.commands(sample.code.split("\n")):
        words = shell_lines.program(command)
        if len(words) > 1 and re.fullmatch(r"python[\d.]*", words[0].text) and SCRIPT.fullmatch(words[1].text):
            yield words[1], list(words[2:])


def _unpacked(case: Case) -> Iterator[tuple[Word, str, str | None]]:
    """Folders and files in an archive of the release that a session unpacks: what is wrong, what is right."""
    sample = case.sample
    if sample is None or sample.language != "console" or _history.told(case):
        return
    archive: re.Match[str] | None = None
    entered = False
    lines = sample.code.split("\n")
    # In such a session what begins with "#" is entered as the administrator.
    prompted = [line.replace("#", "$", 1) if re.match(r"\s*# \w", line) else line for line in lines]
    for command in shell_lines.commands(prompted):
        words = shell_lines.program(command)
        texts = [word.text for word in words]
        if texts[:1] == ["tar"] and len(texts) > 2 and UNPACKS.fullmatch(texts[1]):
            archive = next((match for text in texts[2:] if (match := ARCHIVE.fullmatch(text))), None)
        elif texts[:1] == ["cd"] and len(texts) == 2 and archive is not None and not entered:
            entered = texts[1].rstrip("/") == archive["folder"]
            near = None if entered else _nearest.nearest(texts[1], [archive["folder"]])
            if entered or near is not None:
                yield words[1], "" if entered else f"the archive has the folder {archive['folder']}", near
        elif entered and len(texts) > 1 and PYTHON.fullmatch(texts[0]) and SCRIPT.fullmatch(texts[1]):
            if archive is None or archive["project"] != RELEASED:
                continue
            root = Path(case.docs.root)
            near = _nearest.nearest(texts[1], [path.name for path in root.glob("*.py")])
            there = (root / texts[1]).is_file()
            yield words[1], "" if there else f"the release has no {texts[1]}", None if there else near


def _migrates(words: list[Word]) -> bool:
    return bool(words) and words[0].text == "migrate"


def _named(case: Case) -> frozenset[str]:
    """Files that captions or the sentences before other samples of the page name."""
    texts = [text for sample in case.page.samples if sample != case.sample for text in (sample.caption, sample.lead)]
    return frozenset(match[0] for text in texts for match in SCRIPT.finditer(text))


def _installed(case: Case) -> frozenset[str]:
    """The applications that the page's samples install."""
    found: set[str] = set()
    for sample in case.page.samples:
        if sample.language not in _source.LANGUAGES or INSTALLED not in sample.code:
            continue
        for _, nodes in _source.read(sample):
            for node in nodes:
                found.update(
                    each.value
                    for each in ast.walk(node)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )
    return frozenset(found)
