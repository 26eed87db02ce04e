"""The pages themselves: sources of the docs with their verdicts, and the scripts, as the report's script reads them.

    {"words": […], "ids": […], "lines": […], "scripts": {id: runs}, "bodies": {id: markup of a large report's card},
     "files": {file: {release: {"runs": runs, "marks": […], "wrong": […]}}}}

    mark    [line, end line, sort, kind, check, verdict, reason, differs], texts as numbers of `words`
    wrong   [line, end line, [[line, from, to], …], number in `ids`]; offsets count what is shown

`scripts` and `files` are runs of `lines`: see `packed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from harness import labels
from harness.interfaces import Results
from harness.model import Place
from harness.reports._text import cut, visible
from harness.reports.html.cards import Card
from harness.reports.html.lines import Sources, span
from harness.reports.html.packed import Lines
from harness.reports.html.statements import Statement

#: Characters of a line of a page, lines of a page, characters of a reason.
WIDTH, LENGTH, REASON = 2_000, 20_000, 300

Json = Any


class _Numbered:
    """Texts by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return self._numbers[text]


def data(results: Results, cards: Sequence[Card], found: Iterable[Statement], sources: Sources) -> Json:
    """What the report's script needs for its pages and scripts."""
    words, ids, lines = _Numbered(), _Numbered(), Lines()
    spoken: dict[tuple[str, str], list[Statement]] = {}
    for item in found:
        # Of what nothing is known there is nothing to show beside the line.
        if item.checked or item.sort == "sample":
            spoken.setdefault((item.outcome.file, item.docs), []).append(item)
    wrong: dict[tuple[str, str], list[tuple[Place, str]]] = {}
    for card in cards:
        for place in card.erratum.places:
            wrong.setdefault((place.file, place.docs), []).append((place, card.slug))
    shown = {key for key, items in spoken.items() if any(item.checked for item in items)} | wrong.keys()
    # The newest first: its lines stand in the table as they follow each other, older releases are runs of them.
    order = {item.version: number for number, item in enumerate(reversed(results.docs))}
    files: dict[str, dict[str, Json]] = {}
    for file, docs in sorted(shown, key=lambda key: (key[0], order.get(key[1], len(order)), key[1])):
        text = sources.lines(docs, file)[:LENGTH]
        if not text:
            continue
        files.setdefault(visible(file), {})[visible(docs)] = {
            "runs": lines.runs(visible(line[:WIDTH]) for line in text),
            "marks": [_mark(item, words) for item in spoken.get((file, docs), ())],
            "wrong": [[*_wrong(place, text), ids.number(name)] for place, name in wrong.get((file, docs), ())],
        }
    scripts = {
        card.slug: lines.runs(visible(card.erratum.reproducer).rstrip("\n").split("\n"))
        for card in cards
        if card.erratum.reproducer
    }
    return {"words": words.texts, "ids": ids.texts, "lines": lines.table, "scripts": scripts, "files": files}


def releases(results: Results) -> list[str]:
    """Releases as the script's choices, the newest first."""
    return sorted({item.version for item in results.docs}, key=lambda text: (labels.newest_first(text), text))


def _mark(item: Statement, words: _Numbered) -> list[int]:
    outcome = item.outcome
    reason = visible(cut(outcome.reason, REASON))
    told = (item.sort, visible(outcome.kind), outcome.check, outcome.verdict, reason)
    return [outcome.line, max(outcome.line, outcome.end_line), *map(words.number, told), int(item.differs)]


def _wrong(place: Place, text: Sequence[str]) -> list[Json]:
    """Lines of a place and the stretches in them, as offsets into what is shown."""
    end = max(place.line, place.end_line)
    stretches = []
    for number in range(place.line, min(end, len(text)) + 1):
        line = text[number - 1][:WIDTH]
        if (at := span(place, number, line)) is not None:
            stretches.append([number, len(visible(line[: at[0]])), len(visible(line[: at[1]]))])
    return [place.line, end, stretches]
