"""The forms in which results are told."""

from __future__ import annotations

from collections.abc import Mapping

from harness.interfaces import Report
from harness.reports import claims, github, json_report, junit, markdown, samples, sarif, summary, terminal

REPORTS: Mapping[str, Report] = {
    "terminal": terminal,
    "markdown": markdown,
    "json": json_report,
    "github": github,
    "summary": summary,
    "sarif": sarif,
    "junit": junit,
    "samples": samples,
    "claims": claims,
}
#: Those that can be printed: lines of verdicts are for programs, and stand in files.
PRINTED = tuple(name for name in REPORTS if name not in ("samples", "claims"))
