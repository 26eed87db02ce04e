"""What `pip install` lines ask for: requirements that parse, extras that the release has, versions that fit it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

from harness import shell_lines
from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample
from harness.shell_lines import Word

name = "packages"

rules: Mapping[str, str] = {
    "unknown-extra": "an extra that this release of Celery does not have",
    "bad-requirement": "a requirement of Celery or of its own packages that pip refuses",
    "wrong-version": "a version bound that leaves out the release whose docs ask for it, or what it needs",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: Options of `pip install` that take a value.
VALUES = frozenset({"-r", "-c", "-i", "-f", "-t", "--index-url", "--extra-index-url", "--target", "--prefix", "--root"})
#: What pip takes beside requirements: URLs, paths.
NO_NAME = re.compile(r".*://|[./~]|.*\.(whl|zip|tar\.gz|txt)$")
#: Packages that are released with Celery, and are what a wrong line is about.
OWN = frozenset({"celery", "kombu", "billiard", "vine", "amqp"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A requirement as it stands; None when it does not parse."""

    word: Word
    parsed: Requirement | None


def find(case: Case) -> Iterable[Finding]:
    """Findings about the requirements in `pip install` lines."""
    sample = case.sample
    if sample is None:
        return
    for asked in _asked(case):
        if asked.parsed is None:
            yield from _refused(case, sample, asked.word)
        else:
            yield from _extras(case, sample, asked.word, asked.parsed)
            yield from _version(case, sample, asked.word, asked.parsed)


def covers(case: Case) -> bool:
    """Whether a requirement was read, and the extras of Celery's own looked up."""
    return any(asked.parsed is not None for asked in _asked(case))


def _asked(case: Case) -> Iterator[_Asked]:
    sample = case.sample
    if sample is None or sample.language != "console" or "extras" not in case.facts:
        return
    for command in shell_lines.commands(sample.code.split("\n")):
        for word in _requirements(shell_lines.arguments_of("pip", command)):
            if not _history.told(case, sample.code, word.line):
                yield _Asked(word=word, parsed=_parse(word.text))


def _requirements(arguments: Sequence[Word] | None) -> Iterator[Word]:
    if not arguments or arguments[0].text != "install":
        return
    words = iter(arguments[1:])
    for word in words:
        if word.text in VALUES:
            next(words, None)
        # Brackets without quotes are vague to a shell; a reader's shell hands them on when no file is called so.
        elif not word.text.startswith("-") and word.role != "placeholder":
            yield word


def _parse(text: str) -> Requirement | None:
    link = re.fullmatch(r"(?:git\+)?https?://\S+#egg=([\w.-]+(?:\[[\w,-]+\])?)", text)
    try:
        return Requirement(link[1] if link else text)
    except InvalidRequirement:
        return None


def _refused(case: Case, sample: Sample, word: Word) -> Iterator[Finding]:
    start = re.match(r"[\w.-]+", word.text)
    if NO_NAME.match(word.text) or start is None or canonicalize_name(start[0]) not in OWN or word.vague:
        return
    yield _found.finding(
        case,
        _source.place(case, sample, _spot(sample, word, word.text), word.text),
        rule="bad-requirement",
        subject=f"requirement:{word.text}",
        observed="pip refuses the requirement",
        message=f"{word.text} is no requirement that pip takes",
    )


def _extras(case: Case, sample: Sample, word: Word, asked: Requirement) -> Iterator[Finding]:
    known: Mapping[str, object] = case.facts["extras"]
    if canonicalize_name(asked.name) != "celery" or not known:
        return
    spellings = {canonicalize_name(each) for each in known}
    for extra in sorted(asked.extras):
        if canonicalize_name(extra) in spellings:
            continue
        suggestion = _nearest.nearest(extra, known)
        yield _found.finding(
            case,
            _source.place(case, sample, _spot(sample, word, extra), extra),
            rule="unknown-extra",
            severity="silent",
            subject=f"extra:{extra}",
            claim=word.text,
            observed=f"celery {case.target.celery} has no extra {extra}: pip warns, and installs nothing for it",
            message=f"celery has no extra {extra}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )


def _version(case: Case, sample: Sample, word: Word, asked: Requirement) -> Iterator[Finding]:
    """A bound on a package of Celery's own must let in what the release runs with."""
    package = canonicalize_name(asked.name)
    installed = case.facts.get("versions", {}).get(package)
    if package not in OWN or not installed or not asked.specifier:
        return
    try:
        fits = asked.specifier.contains(installed, prereleases=True)
    except InvalidVersion:
        return
    if not fits:
        bound = str(asked.specifier)
        yield _found.finding(
            case,
            _source.place(case, sample, _spot(sample, word, word.text), word.text),
            rule="wrong-version",
            # An exact version may be an example of one.
            blame="undecided",
            subject=f"version:{package}{bound}",
            observed=f"celery {case.target.celery} runs with {package} {installed}",
            message=f"{word.text} leaves out {package} {installed}, with which this release runs",
        )


def _spot(sample: Sample, word: Word, text: str) -> _source.Spot:
    line = sample.code.split("\n")[word.line]
    return _source.Spot(line=word.line, column=max(line.find(text, word.column), word.column))
