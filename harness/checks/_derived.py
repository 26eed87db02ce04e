"""Parts of a sample as samples of their own: a command line in a unit file, the added lines of a diff.

Other checks judge them as if a page showed them so; what they find stands where it stands in the whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from harness.interfaces import Case

#: A line of the part: the index of its line in the sample, the column at which it begins there, its text.
Line = tuple[int, int, str]


def case(whole: Case, language: str, lines: Iterable[Line]) -> Case:
    """The case with a part of its sample in the sample's place."""
    sample = whole.sample
    assert sample is not None
    part = list(lines)
    return dataclasses.replace(
        whole,
        sample=dataclasses.replace(
            sample,
            language=language,
            code="\n".join(text for _, _, text in part),
            lines=tuple(sample.lines[index] for index, _, _ in part),
            columns=tuple(sample.columns[index] + column for index, column, _ in part),
            output=None,
        ),
        observations=(),
    )


def in_place_of(text: str, word: str) -> str:
    """`word` as wide as `text`, so that what stands behind it stays where it is; `word` when it is wider."""
    return word.rjust(len(text))
