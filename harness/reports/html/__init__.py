"""The errata report for people at a browser: one file that needs nothing else.

    lines        lines of the docs, with the wrong words marked
    sides        what the docs say and what Celery does, side by side
    cards        what is told of one erratum
    statements   every sample and claim once, with its worst verdict
    figures      the summary in numbers and as a picture
    views        pages with their verdicts, and scripts: what is shown on demand
    packed       how that is kept small
    report.html.jinja, macros.html.jinja, style.css, script.js

Everything that comes from docs and samples reaches the page as text.  Besides escaping, the page's own policy lets no
script run but its own, and nothing be loaded from anywhere.  A small report is whole without that script, but for
filters, pages and scripts; of a large one only the headlines are.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness import __version__, labels
from harness.interfaces import Results
from harness.labels import SEVERITIES
from harness.model import Erratum, Severity
from harness.reports import _told
from harness.reports._prepared import prepared, target_rows
from harness.reports._text import visible, whole
from harness.reports.html import cards, figures, packed, statements, views
from harness.reports.html.cards import Card
from harness.reports.html.lines import Sources

__all__ = ["Glossary", "render"]

HERE = Path(__file__).parent
#: Characters that may be told of errata below their headlines in plain markup: in a larger report they are packed.
ROOM = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Glossary:
    """What names mean that stand in results."""

    rules: Mapping[str, str] = field(default_factory=dict)  # what a rule finds
    reasons: Mapping[str, str] = field(default_factory=dict)  # why something is not checked, by the reason's type
    severities: Mapping[Severity, str] = field(default_factory=dict)  # what a reader suffers
    checks: Mapping[str, str] = field(default_factory=dict)  # what a check is


def render(results: Results, sources: Sources, glossary: Glossary | None = None) -> str:
    """The report as one HTML file; equal bytes for equal results."""
    results = prepared(results)
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "script.js"))
    environment = _environment()
    told = _told_of(results, sources, glossary or Glossary(), environment)
    template = environment.get_template("report.html.jinja")
    return whole(template.render(**told, style=Markup(style), script=Markup(script), policy=_policy(style, script)))


def _bodies(found: Iterable[Card], environment: Environment) -> dict[str, Markup]:
    """What is told of each erratum below its headline, by the card's name."""
    body = environment.get_template("macros.html.jinja").module.erratum_body  # type: ignore[attr-defined]
    return {card.slug: body(card) for card in found}


def _told_of(results: Results, sources: Sources, glossary: Glossary, environment: Environment) -> Mapping[str, Any]:
    """What the template is given."""
    named = dict(zip(("errata", "undecided"), _cards(results, sources), strict=True))
    every = [*named["errata"], *named["undecided"]]
    found = statements.statements(results)
    bodies = _bodies(every, environment)
    fits = sum(map(len, bodies.values())) <= ROOM
    shown = views.data(results, every, found, sources) | ({} if fits else {"bodies": bodies})
    newest = results.docs[-1].version if results.docs else ""
    own = [item for item in found if item.docs == newest]
    return {
        **named,
        "results": results,
        "version": __version__,
        "newest": newest,
        "span": _span([item.version for item in results.docs]),
        "releases": [item.version for item in results.docs],
        "targets": target_rows(results),
        "containment": _told.containment(results),
        "tally": statements.tally(own),
        "samples": statements.tally(item for item in own if item.sort == "sample"),
        "claims": statements.tally(item for item in own if item.sort == "claim"),
        "standing": [card for card in named["errata"] if newest in cards.releases(card.erratum, results)],
        "checks": statements.checks(own),
        "reasons": statements.reasons(own, glossary.reasons),
        "picture": figures.picture(results, found),
        "pages": figures.page_rows(results, found),
        "facets": _facets(results),
        "undocumented": _undocumented(results),
        "glossary": glossary,
        "titles": _told.TITLES,
        "bodies": bodies if fits else None,
        "pack": Markup(packed.pack(shown)),
    }


def _cards(results: Results, sources: Sources) -> tuple[list[Card], list[Card]]:
    """Cards of the errata and of what is undecided, those of the newest docs before those that are history."""
    newest = results.docs[-1].version if results.docs else ""
    named = [
        cards.card(erratum, slug, results, sources)
        for erratum, slug in cards.slugs((*results.errata, *results.undecided))
    ]
    named.sort(key=lambda card: (SEVERITIES.index(card.erratum.severity), card.place.docs != newest))
    return (
        [card for card in named if card.erratum.blame != "undecided"],
        [card for card in named if card.erratum.blame == "undecided"],
    )


def _span(versions: Sequence[str]) -> str:
    """What releases are told of, in few words."""
    return f"{versions[0]} to {versions[-1]}" if len(versions) > 2 else " and ".join(versions)


def _facets(results: Results) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """What errata can be filtered by: key, title, and values with the number of errata that have them."""
    every = (*results.errata, *results.undecided)
    brokers = sorted({row["broker"] for row in target_rows(results)})

    def count(values: Iterable[str], has: Any) -> list[tuple[str, int]]:
        return [(value, sum(has(item, value) for item in every)) for value in values]

    def on(item: Erratum, broker: str) -> bool:
        return any(labels.split(label, results.targets)[1] == broker for label in item.fails_on)

    pages = sorted({place.file for item in every for place in item.places})
    versions = [item.version for item in reversed(results.docs)]
    return [
        ("page", "Page", count(pages, lambda item, value: any(place.file == value for place in item.places))),
        ("rule", "Rule", count(sorted({item.rule for item in every}), lambda item, value: item.rule == value)),
        ("release", "Release", count(versions, lambda item, value: value in cards.releases(item, results))),
        ("broker", "Broker", count(brokers, on)),
        ("blame", "Blame", count(sorted({item.blame for item in every}), lambda item, value: item.blame == value)),
    ]


def _undocumented(results: Results) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """Names that no page tells of, by kind, with the releases in which that is so."""
    kinds: dict[str, dict[str, set[str]]] = {}
    for item in results.undocumented:
        kinds.setdefault(item["kind"], {}).setdefault(item["name"], set()).add(item["docs"])
    return [
        (kind, [(name, frozenset(found)) for name, found in sorted(names.items())])
        for kind, names in sorted(kinds.items())
    ]


def _environment() -> Environment:
    """Templates that escape everything, and write hidden characters so that they are seen."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["address"] = _address
    environment.filters["slug"] = cards.slug
    return environment


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _address(text: str) -> str:
    """A text within the fragment of an address, as the report's script knows it."""
    return quote(visible(text), safe="/")


def _policy(style: str, script: str) -> str:
    """What the page may do: nothing but its own style and script."""
    digests = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for name, text in (("style", style), ("script", script))
    }
    return (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
