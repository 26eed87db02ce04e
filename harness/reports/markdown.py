"""errata.md: the sheet that a maintainer of the docs works off.  Nothing that comes from the docs acts in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from harness.interfaces import Results
from harness.model import Erratum
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import cut, cut_lines, one_line, visible

name: str = "markdown"
filename: str | None = "errata.md"

#: Lines and characters of a quoted text.
LINES, CHARACTERS = 40, 4_000
#: A word with a character in it that Markdown, HTML or a forge acts upon: markup, tags, entities, tables, formulas,
#: @someone, #12, addresses, :symbols:.
_ACTIVE = re.compile(r"\S*(?:[`*_\[\]<>{}\\|~&$@#]|://|www\.|:[\w+-]+:)\S*?(?=[.,;:?!)]*(?:\s|$))")
#: A quotation among other words, which is one span of code when something in it would act.
_QUOTATION = re.compile(r'(?:^|(?<=[\s(]))"(?P<said>.+?)"(?=[.,;:?!)]*(?:\s|$))')
#: What makes a line a list, a heading or a rule when it stands at its beginning.
_LINE_START = re.compile(r"^(?:([-+=])|(\d+)([.)])(?=\s|$))")


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The report as GitHub-flavoured Markdown."""
    return "\n".join(_lines(prepared(results))) + "\n"


def _lines(results: Results) -> Iterator[str]:
    versions = [text(item.version) for item in results.docs]
    yield f"# Errata of the Celery documentation {_told.joined(versions)}" if versions else "# Errata"
    yield ""
    yield f"{text(_told.total(results))}."
    if held := _told.containment(results):
        yield ""
        yield text(held)
    yield ""
    yield from _table(
        ["docs", "target", "samples", *(_told.TITLES[verdict] for verdict in _told.VERDICTS)],
        [
            [text(row.docs), text(row.target), f"{row.total:,}", *(f"{n:,}" for n in row.verdicts)]
            for row in _told.rows(results.samples)
        ],
        words=2,
    )
    if _told.failing(results):
        yield from _table(
            ["errata by rule", *versions],
            [[text(rule), *(f"{n:,}" for n in numbers)] for rule, numbers in _told.by_rule(results)],
            words=1,
        )
    known = {} if results.against is None else {item.erratum.id: item.reason for item in results.against.known}
    yield from _section("Errata", "Nothing is wrong.", results.errata, known=known)
    if results.undecided:
        yield from _section(
            "Undecided", "", results.undecided, "The docs and Celery differ here, and which is right takes a person."
        )
    yield from _undocumented(results)
    yield from _faults(results)


def _section(
    title: str, empty: str, errata: Sequence[Erratum], lead: str = "", known: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    for words in (lead, "" if errata else empty):
        if words:
            yield words
            yield ""
    for erratum in errata:
        yield from _erratum(erratum, known.get(erratum.id, ""))


def _erratum(erratum: Erratum, known: str) -> Iterator[str]:
    yield f"### {text(erratum.id)}"
    yield ""
    yield f"{text(_told.headline(erratum))}"
    yield ""
    yield f"- severity: {text(erratum.severity)}"
    yield f"- wrong on: {text(_told.interval(erratum))}"
    if erratum.holds_on:
        yield f"- right on: {text(', '.join(erratum.holds_on))}"
    if known:
        yield f"- known: {text(known)}"
    if erratum.blame == "library":
        yield "- the code contradicts itself here; the mistake may be the library's"
    for group in _told.spots(erratum.places):
        yield f"- in {text(group.docs)}: {code(group.file)} at {', '.join(group.spots)}"
    yield ""
    yield from quoted("The docs say:", erratum.claim)
    yield from quoted("Celery:", erratum.observed)
    if erratum.suggestion is not None:
        yield from quoted("Instead:", erratum.suggestion)
    if erratum.patch:
        yield from quoted("Correction:" if erratum.patch_verified else "Proposed correction:", erratum.patch, "diff")
    if erratum.reproducer:
        yield f"To see it: {code(f'doc-harness reproduce {erratum.id}')}"
        yield ""
    if reason := erratum.evidence.get("reason"):
        yield f"Undecided because {text(str(reason))}."
        yield ""


def _undocumented(results: Results) -> Iterator[str]:
    """Names by release and kind."""
    groups: dict[tuple[str, str], list[str]] = {}
    for item in results.undocumented:
        groups.setdefault((item["docs"], item["kind"]), []).append(item["name"])
    if groups:
        yield "## Undocumented"
        yield ""
        yield "What Celery takes and no page tells of.  No mistakes, and not counted as such."
        yield ""
        for (docs, kind), names in groups.items():
            yield f"- {text(docs)}, {text(kind.replace('-', ' '))}s: {', '.join(code(name) for name in names)}"
        yield ""


def _faults(results: Results) -> Iterator[str]:
    if not results.faults:
        return
    yield "## Faults"
    yield ""
    yield "What the harness or the environment kept from being checked; no mistake of the docs."
    yield ""
    for fault in results.faults:
        yield f"- {'; '.join(f'{text(str(key))} {code(str(value))}' for key, value in fault.items())}"
    yield ""


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]], *, words: int) -> Iterator[str]:
    """A table whose first `words` columns are words, the others numbers."""
    yield line(titles)
    yield f"|{'|'.join('---' if number < words else '---:' for number in range(len(titles)))}|"
    for row in rows:
        yield line(row)
    yield ""


def line(cells: Iterable[str]) -> str:
    """A line of a table: a bar would end a cell, within a span of code too."""
    return " | ".join(["", *(cell.replace("|", "\\|") for cell in cells), ""]).strip()


def quoted(title: str, content: str, language: str = "text") -> Iterator[str]:
    """A text under its title, as a block of code."""
    yield title
    yield ""
    yield from fenced(content, language)


def fenced(content: str, language: str, *, lines: int = LINES, characters: int = CHARACTERS) -> Iterator[str]:
    """A block of code that nothing in it can end."""
    content = cut_lines(cut(visible(content), characters), lines).strip("\n")
    fence = "`" * max(3, _longest(content) + 1)
    yield f"{fence}{language}"
    yield content
    yield fence
    yield ""


def text(words: str) -> str:
    """Words as words: no markup, no HTML, no links, nobody called; names and other code as spans of code."""
    words = cut(one_line(visible(words)), CHARACTERS)
    parts, end = [], 0
    for quotation in _QUOTATION.finditer(words):
        if _ACTIVE.search(quotation["said"]):
            parts += [_ACTIVE.sub(_as_code, words[end : quotation.start()]), code(quotation["said"])]
            end = quotation.end()
    words = "".join([*parts, _ACTIVE.sub(_as_code, words[end:])])
    return _LINE_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", words)


def _as_code(match: re.Match[str]) -> str:
    return code(match[0])


def code(words: str) -> str:
    """A span of code that nothing in it can end."""
    words = cut(one_line(visible(words)), CHARACTERS)
    if not words:
        return ""
    ticks = "`" * (_longest(words) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{ticks}{pad}{words}{pad}{ticks}"


def _longest(words: str) -> int:
    """The length of the longest run of backticks."""
    return max((len(run) for run in re.findall(r"`+", words)), default=0)
