"""An interactive session: what stands behind the prompts is typed, what stands below is shown."""

from __future__ import annotations

import ast
import codeop
import itertools
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.languages import _endless, _names, python
from harness.model import Sample, Step

name = "pycon"

PROMPT = ">>>"
CONTINUATION = "..."


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing typed at the prompt."""

    source: str
    first: int  # index of its first line in the sample
    shown: str | None


def entries(code: str) -> Sequence[Entry]:
    """The session's entries.

    A continuation line whose prompt is forgotten, or is another one, still belongs to an entry that is not complete
    without it: what cannot be pasted is another check's matter and must not hide the rest.
    """
    return list(_entries(code.split("\n")))


def _entries(lines: Sequence[str]) -> Iterator[Entry]:
    number = 0
    while number < len(lines):
        if not lines[number].startswith(PROMPT):
            number += 1
            continue
        first = number
        source = [_strip(lines[number], PROMPT)]
        number += 1
        while number < len(lines):
            line = lines[number]
            if line.startswith(PROMPT):
                if not _is_decorated(source, line):
                    break
                source.append(_strip(line, PROMPT))
            elif line.rstrip() == CONTINUATION or line.startswith(CONTINUATION + " "):
                source.append(_strip(line, CONTINUATION))
            elif line.strip() and _open(source):
                source.append(line)
            else:
                break
            number += 1
        shown = []
        while number < len(lines) and not lines[number].startswith(PROMPT):
            shown.append(lines[number])
            number += 1
        text = "\n".join(shown).strip("\n")
        yield Entry(source="\n".join(source).rstrip(), first=first, shown=text if text.strip() else None)


def _is_decorated(source: Sequence[str], line: str) -> bool:
    """Whether what stands at a prompt is what is decorated above it: between the two no interpreter asks anew."""
    return source[-1].startswith("@") and re.match(r"@|(async\s+)?(def|class)\s", _strip(line, PROMPT)) is not None


def _strip(line: str, prompt: str) -> str:
    # A sign too many is no operator.
    if prompt == PROMPT and line.startswith(f"{PROMPT}> "):
        prompt = f"{PROMPT}>"
    rest = line[len(prompt) :]
    return rest[1:] if rest.startswith(" ") else rest


def _open(source: Sequence[str]) -> bool:
    """Whether brackets or strings are still open, so that the interpreter would go on asking."""
    text = "\n".join(source)
    if not text.strip() or text.lstrip().startswith(("@", "def ", "class ", "for ", "with ", "if ", "while ", "try:")):
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return codeop.compile_command(text) is None
        except (SyntaxError, ValueError, OverflowError):
            return False


def parse(code: str) -> None:
    """Raise SyntaxError for the first entry that does not compile."""
    for entry in entries(code):
        try:
            compile(entry.source + "\n", "<sample>", "exec", dont_inherit=True)
        except SyntaxError as error:
            error.lineno = (error.lineno or 1) + entry.first
            raise
    if not entries(code):
        raise SyntaxError("no prompt", ("<sample>", 1, 1, code.partition("\n")[0]))


def _statements(code: str) -> list[ast.stmt]:
    return [node for entry in _reached(entries(code)) for node in ast.parse(entry.source).body]


def binds(code: str) -> frozenset[str]:
    """Names that the session defines."""
    return _names.bound(_statements(code))


def needs(code: str) -> frozenset[str]:
    """Names that have to be there before the session."""
    return _names.needed(_statements(code))


def reasons(code: str) -> Sequence[tuple[int, str]]:
    """Entries that a reader does not get to: index of the line, and the typed reason ("staying", "interactive")."""
    found = entries(code)
    rest = found[len(_reached(found)) :]
    return [(entry.first, _unending(rest[0])) for entry in rest]


def _reached(found: Sequence[Entry]) -> Sequence[Entry]:
    """The entries before the first one that has no end."""
    return list(itertools.takewhile(lambda entry: not _unending(entry), found))


def _unending(entry: Entry) -> str:
    return next((reason for node in ast.parse(entry.source).body if (reason := _endless.unending(node))), "")


def steps(sample: Sample) -> Sequence[Step]:
    """A step an entry."""
    return [
        Step(
            sample=sample.key,
            kind="typed",
            source=entry.source,
            first=entry.first,
            shown=entry.shown,
            worker=python.reaches_workers(entry.source),
            limit=python.LIMIT,
            echo=True,
            nodes=python.nodes(entry.source),
        )
        for entry in _reached(entries(sample.code))
        if ast.parse(entry.source).body
    ]
