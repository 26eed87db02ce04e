"""Words that are put into a string of Python: what a reader is to see is not what stands there.

In a docstring that is not raw, a backslash at the end of a line takes the line's end away: two of them are seen as one.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Sequence

#: Before the quotation marks of a string.
PREFIX = re.compile(r"[A-Za-z]*")


def escaped(file: str, line: int, column: int, old: str, new: str, lines: Sequence[str]) -> str:
    """What is to be written at line and column (1-based) in the stead of `old`, so that `new` is seen there.

    Backslashes that stand there already are written as they are.
    """
    if not file.endswith(".py") or "\\" not in new or "\\" in old or not _in_string(line, column, lines):
        return new
    return new.replace("\\", "\\\\")


def _in_string(line: int, column: int, lines: Sequence[str]) -> bool:
    """Whether a place is in a string in which backslashes are no letters as others are."""
    at = line, column - 1
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
            if token.type == tokenize.STRING and token.start <= at < token.end:
                prefix = PREFIX.match(token.string)
                return prefix is not None and "r" not in prefix[0].lower()
    except (tokenize.TokenError, SyntaxError):
        return False
    return False
