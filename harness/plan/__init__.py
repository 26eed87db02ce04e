"""Stage 2: which samples share a story, what their page leaves unsaid, and the strongest honest check of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from harness import forks
from harness.contexts import Context
from harness.interfaces import Language
from harness.model import Check, Claim, Docs, Page, Plan
from harness.plan.experiments import experiments
from harness.plan.notes import Note, Use
from harness.plan.scenario import scenario
from harness.plan.stories import plan_page


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What is to be done with one release's docs."""

    plans: tuple[Plan, ...]
    checks: tuple[Check, ...]  # one a sample
    claims: tuple[Claim, ...]  # sentences that have an experiment
    notes: tuple[Note, ...]  # one a sample: how it came by its check
    used: frozenset[Use]  # keys of the contexts that these docs need

    def with_claims(self, pages: Iterable[Page]) -> list[Page]:
        """The pages with the claims that planning has found on them."""
        return [
            replace(page, claims=(*page.claims, *(claim for claim in self.claims if claim.page == page.name)))
            for page in pages
        ]


def make(
    docs: Docs, pages: Sequence[Page], contexts: Mapping[str, Context], languages: Mapping[str, Language]
) -> Planned:
    """Plan every page: no sample is left without a check or a typed reason."""
    default = contexts.get("", Context())
    former = {name: context for context in contexts.values() for name in context.formerly}

    def planned(page: Page) -> Planned:
        return _page(docs, page, default, contexts.get(page.name) or former.get(page.name) or Context(), languages)

    parts = forks.spread(planned, pages, lambda page: 1 + len(page.samples))
    return Planned(
        plans=(*(each for part in parts for each in part.plans), *scenario(docs, pages)),
        checks=tuple(each for part in parts for each in part.checks),
        claims=tuple(each for part in parts for each in part.claims),
        notes=tuple(each for part in parts for each in part.notes),
        used=frozenset(each for part in parts for each in part.used),
    )


def _page(docs: Docs, page: Page, default: Context, context: Context, languages: Mapping[str, Language]) -> Planned:
    made = plan_page(docs, page, (default, context), languages)
    found, proofs = experiments(docs, page, context)
    ids = [experiment.id for experiment in context.experiments]
    uses = {(context.page, f"experiment[{ids.index(claim.subject)}]") for claim in found}
    return Planned(
        plans=(*made.plans, *proofs),
        checks=tuple(made.checks),
        claims=tuple(found),
        notes=tuple(made.notes),
        used=frozenset(made.used | uses),
    )
