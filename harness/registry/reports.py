"""The forms in which results are told."""

from __future__ import annotations

from collections.abc import Mapping

from harness.interfaces import Report
from harness.reports import claims, github, json_report, markdown, samples, terminal

REPORTS: Mapping[str, Report] = {
    "terminal": terminal,
    "markdown": markdown,
    "json": json_report,
    "github": github,
    "samples": samples,
    "claims": claims,
}
