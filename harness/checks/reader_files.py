"""Files and applications of the reader's own that command lines name: the page must have had them made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness import shell_lines
from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import Finding
from harness.shell_lines import Word

name = "reader-files"

rules: Mapping[str, str] = {"unknown-application": "an application to migrate that the page has installed otherwise"}

kinds: frozenset[str] = frozenset()

SCRIPT = re.compile(r"[\w.-]+\.py")
INSTALLED = "INSTALLED_APPS"


def find(case: Case) -> Iterable[Finding]:
    """Findings about the applications that `manage.py migrate` names."""
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


def covers(case: Case) -> bool:
    """Whether the page says what the file is, or has the application installed."""
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
