"""Another value is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.shown import shown


def mutants(material: Material) -> Iterator[Mutant]:
    """The first number one more, or True for False."""
    for each in shown(material):
        if isinstance(each.value, bool):
            yield each.mutant(str(not each.value))
        elif number := re.search(r"(?<![\w.])\d+(?![\w.])", each.text):
            yield each.mutant(each.text[: number.start()] + str(int(number[0]) + 1) + each.text[number.end() :])
