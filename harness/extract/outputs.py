"""When a block shows what the block above it prints."""

from __future__ import annotations

import re

from harness.model import Sample

#: Words by which the docs announce what the reader will see.  They must end the sentence before the block.
_ANNOUNCES = re.compile(
    r"""\b(
        outputs? | prints? | (?:is|be|are)\ printed | displays? | shows?
      | gives?(?:\ (?:you|us))? | yields? | produces? | generates?
      | returns? | results?\ in
      | (?:should|will|would|'ll|can|may)\ (?:then\ )?(?:see|get) | you\ see
      | looks?\ (?:something\ |similar\ |a\ bit\ )?like
    )\b[^.!?]*:?$""",
    re.VERBOSE | re.IGNORECASE,
)
_RUNS = frozenset({"python", "pycon", "console"})
#: A block of another language (ini, json, …) is a file of the reader's, whatever leads to it.
_WRITTEN = frozenset({"text", "console", "pytb", "log", "none"})
_TYPED = re.compile(r"^(\$ |celery |>>>|# )", re.MULTILINE)


def announces(lead: str) -> bool:
    """True when a sentence says that what follows it is what the reader will see."""
    return _ANNOUNCES.search(lead) is not None


def is_traceback(sample: Sample) -> bool:
    """True for a traceback: what stands right above it raised it."""
    return sample.language not in _RUNS and sample.code.startswith("Traceback (most recent call last)")


def can_show(sample: Sample) -> bool:
    """True for a sample that prints when it is run."""
    return sample.language in _RUNS


def is_shown(sample: Sample) -> bool:
    """True for a block that is no code and no commands, but what a program wrote."""
    return sample.language in _WRITTEN and not _TYPED.search(sample.code)
