"""A command is given an option that it has not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.lines import celery_lines
from harness.mutate.near import near


def mutants(material: Material) -> Iterator[Mutant]:
    """Long options of the release's own commands, called otherwise."""
    for line in celery_lines(material):
        if not line.is_known(material.commands):
            continue
        for number, (_, word) in enumerate(line.words):
            option = re.fullmatch(r"--([a-z][a-z-]+)(=.*)?", word)
            new = near(option[1].replace("-", "_"), ()) if option else None
            if option and new is not None:
                yield line.mutant(number, f"--{new.replace('_', '-')}{option[2] or ''}", named=True)
