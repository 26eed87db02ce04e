"""Settings that the docs describe, that the release takes, and that nothing in its source reads.

    .. setting:: azureblockblob_retry_max_attempts

The table of settings has it, so it is accepted, and no other line of Celery's speaks of it.  A setting may be read by
the part of its name behind the namespace (`find_value_for_key('extended', 'result')`, options of daemons): where that
stands anywhere as a word of code, nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.checks import _found, _history
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "unread-settings"

rules: Mapping[str, str] = {"unread-setting": "a setting that is taken, and that nothing reads"}

level: CheckName = "none"
sees = frozenset({"setting"})


def find(case: Case) -> Iterable[Finding]:
    """A finding when the setting that a claim declares is read nowhere."""
    claim = case.claim
    if claim is None or not _applies(case, claim) or _is_read(case, claim.subject):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unread-setting",
        blame="library",
        severity="silent",
        subject=f"unread:{claim.subject}",
        claim=f"{claim.subject} is a setting of Celery's",
        observed=f"nothing in Celery reads {claim.subject}, but for the table of settings",
        message=f"{claim.subject} has no effect: nothing reads it",
    )


def covers(case: Case) -> bool:
    """Whether it was looked for in the source."""
    return case.claim is not None and _applies(case, case.claim)


def _applies(case: Case, claim: Claim) -> bool:
    known = case.facts.get("settings", {}).get("keys", {})
    # Nobody can tell of what a namespace of one word is the rest.
    if claim.kind not in sees or claim.subject not in known or claim.subject.count("_") < 2 or _history.told(case):
        return False
    return case.facts.get("words") is not None


def _is_read(case: Case, setting: str) -> bool:
    words = case.facts["words"]
    return setting in words or setting.partition("_")[2] in words
