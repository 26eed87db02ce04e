"""Stage 2: which samples share a story, what their page leaves unsaid, and the strongest honest check of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.contexts import Context
from harness.interfaces import Language
from harness.model import Check, Claim, Docs, Page, Plan
from harness.plan.experiments import experiments
from harness.plan.stories import plan_page


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What is to be done with one release's docs."""

    plans: tuple[Plan, ...]
    checks: tuple[Check, ...]  # one a sample
    claims: tuple[Claim, ...]  # sentences that have an experiment


def make(
    docs: Docs, pages: Sequence[Page], contexts: Mapping[str, Context], languages: Mapping[str, Language]
) -> Planned:
    """Plan every page: no sample is left without a check or a typed reason."""
    plans: list[Plan] = []
    checks: list[Check] = []
    claims: list[Claim] = []
    default = contexts.get("", Context())
    for page in pages:
        context = contexts.get(page.name, Context())
        page_plans, page_checks = plan_page(docs, page, (default, context), languages)
        plans.extend(page_plans)
        checks.extend(page_checks)
        found, proofs = experiments(docs, page, context)
        claims.extend(found)
        plans.extend(proofs)
    return Planned(plans=tuple(plans), checks=tuple(checks), claims=tuple(claims))
