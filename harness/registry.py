"""The members of each shelf, by name.  Adding a member is adding a line here."""

from __future__ import annotations

from collections.abc import Mapping

from harness.checks import raised
from harness.interfaces import CheckModule, Language, Report, Service
from harness.languages import console, pycon, python
from harness.services import redis

LANGUAGES: Mapping[str, Language] = {
    "python": python,
    "pycon": pycon,
    "console": console,
}

SERVICES: Mapping[str, Service] = {
    "redis": redis,
}

CHECKS: Mapping[str, CheckModule] = {
    "raised": raised,
}

REPORTS: Mapping[str, Report] = {}
