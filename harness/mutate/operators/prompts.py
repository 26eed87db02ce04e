"""A prompt lacks a character, or is forgotten before a continuation."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import at, samples


def mutants(material: Material) -> Iterator[Mutant]:
    """Broken prompts."""
    for sample in samples(material.page, "pycon"):
        for index, line in enumerate(sample.code.split("\n")):
            if line.startswith(">>> "):
                yield at(sample, material.page.name, index, 0, ">>> ", ">> ")
            elif line.startswith("... ") and line[4:].strip():
                yield at(sample, material.page.name, index, 0, "... ", "    ")
