"""Settings that the text names as attributes of the configuration, without the word that they begin with.

Task routed to a queue not in ``conf.❨queues❩``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _named, _prose
from harness.checks._world import Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "conf-names"

rules: Mapping[str, str] = {
    "unknown-setting": "an attribute of the configuration that is no setting, clearly meant for one",
}

level: CheckName = "none"
sees = frozenset({"literal"})

NAME = re.compile(r"(?:(?:app|celery|current_app)\.)?conf\.(?P<name>[a-z]\w*)(?=\s*=(?!=)|$)")
#: Whose configuration a paragraph tells of, when it is not Celery's.
OTHERS = re.compile(r"\bconf\.py\b|\bDjango\b|\bSphinx\b", re.I)
#: What the configuration is an object of.
SETTINGS = "celery.app.utils.Settings"


def find(case: Case) -> Iterable[Finding]:
    """A finding when the claim is such an attribute, and one setting has its name behind another word."""
    claim = case.claim
    match = _match(case, claim)
    if claim is None or match is None or _is_there(case, match["name"]):
        return
    if claim.text.startswith("conf.") and OTHERS.search(_paragraph(case, claim)):
        return
    wanted = match["name"]
    names = _named.names(case.facts)
    longer = [each for each in names.known if re.fullmatch(rf"[a-z]+_{re.escape(wanted)}", each)]
    right = longer[0] if len(longer) == 1 else names.near(wanted)
    if right is None:
        return
    yield _found.finding(
        case,
        _found.place(case, claim, wanted, column=claim.column + match.start("name")),
        rule="unknown-setting",
        severity="silent",
        subject=f"name:conf.{wanted}",
        observed=f"nothing reads a setting {wanted}",
        message=f"there is no setting {wanted}{_found.meant(right)}",
        suggestion=right,
    )


def covers(case: Case) -> bool:
    """Whether the attribute is a setting, or something else that the configuration has."""
    match = _match(case, case.claim)
    return match is not None and _is_there(case, match["name"])


def _match(case: Case, claim: Claim | None) -> re.Match[str] | None:
    if claim is None or claim.kind != "literal" or "settings" not in case.facts or _history.told(case):
        return None
    return NAME.match(claim.text) if claim.fields.get("exact") != "no" else None


def _paragraph(case: Case, claim: Claim) -> str:
    """The lines around a claim's, up to empty ones."""
    lines = _prose.lines(case.docs.root, claim.file)
    above = list(itertools.takewhile(str.strip, reversed(lines[: claim.line])))
    return "\n".join([*reversed(above), *itertools.takewhile(str.strip, lines[claim.line :])])


def _is_there(case: Case, wanted: str) -> bool:
    """Whether a setting is called so, or a member of the object that holds them."""
    if wanted in _named.names(case.facts).known:
        return True
    world = World(case.facts)
    try:
        return world.member(world.resolve(SETTINGS), wanted) is not None or SETTINGS not in world.classes
    except Missing:
        return False
