"""The languages of samples that are run."""

from __future__ import annotations

from collections.abc import Mapping

from harness.interfaces import Language
from harness.languages import console, pycon, python

LANGUAGES: Mapping[str, Language] = {
    "python": python,
    "pycon": pycon,
    "console": console,
}
