"""The application is given behind the sub-command, which has been an error since 5.0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.lines import celery_lines
from harness.mutate.source import at


def mutants(material: Material) -> Iterator[Mutant]:
    """``celery -A proj worker`` as ``celery worker -A proj``."""
    for line in celery_lines(material):
        text = line.sample.code.split("\n")[line.index]
        if found := re.search(r"celery (-A \w+) (\w+)", text):
            new = f"celery {found[2]} {found[1]}"
            yield at(line.sample, line.page, line.index, found.start(), found[0], new)
