"""The colon of a compound statement is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import at, samples

COMPOUND = re.compile(r"\s*(?:def|class|if|for|while|with|try|except|else|elif|async def)\b.*:$")


def mutants(material: Material) -> Iterator[Mutant]:
    """Lines without the colon at their end."""
    for sample in samples(material.page, "python"):
        for index, line in enumerate(sample.code.split("\n")):
            if COMPOUND.match(line):
                yield at(sample, material.page.name, index, len(line) - 1, ":", "")
