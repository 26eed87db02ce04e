"""Names that a page says are renamed: two names side by side in a table's row, or joined by "to"."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from harness.extract.reading import Reading
from harness.model import Claim

#: An old name in capitals; "[...]" stands for a beginning that a page leaves out.
_OLD = re.compile(r"(\[\.\.\.\])?[A-Z_]*[A-Z][A-Z0-9_]*")
#: What stands before the first name of a row.
_MARGIN = re.compile(r"[\s|*+-]*``")
#: What stands between the two names of a row; `words` tell that the second is no mere new name of the first.
_ROW = re.compile(r"``(?P<words>[\s|]*(\w[\w ]*)?):setting:`|``[\s|]*(->|=>|→|\|)[\s|]*(``|:setting:`)")
_TO = re.compile(r"``\s+to\s+``")


def renamings(reading: Reading, claims: Sequence[Claim]) -> Iterator[Claim]:
    """A claim of the kind "renamed" for each old name: `new` of its fields is the name that takes its place.

    `form` is "row" for two names, "prefix" for what their beginnings are.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for old, new in itertools.pairwise(claims):
        if old.kind != "literal" or new.file != old.file or not 0 <= new.line - old.line <= 1:
            continue
        words = _joined(reading, old, new)
        if words is None:
            continue
        names = old.subject, new.subject
        seen[names] += 1
        digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
        yield replace(
            old,
            key=f"{reading.name}:renamed:{digest}:{seen[names]}",
            kind="renamed",
            fields={
                **{name: old.fields[name] for name in ("exact", "dropped") if name in old.fields},
                "form": "prefix" if old.subject.endswith("_") else "row",
                "new": new.subject,
                "role": new.fields.get("role", ""),
                "line": str(new.line),
                "column": str(new.column),
                **({"words": words} if words else {}),
            },
        )


def _joined(reading: Reading, old: Claim, new: Claim) -> str | None:
    """The words beside the second name when the two are told as old and new, else None."""
    text = reading.text_of(old.file)
    if text is None:
        return None
    before = text.raw[old.line - 1][: old.column - 1]
    rest = text.raw[old.line - 1][old.column - 1 + len(old.text) :]
    if new.line == old.line:
        between = text.raw[old.line - 1][old.column - 1 + len(old.text) : new.column - 1]
    else:
        between = f"{rest} {text.raw[new.line - 1][: new.column - 1]}"
    if old.subject.endswith("_") and new.subject.endswith("_"):
        return "" if _TO.fullmatch(between) else None
    row = _ROW.fullmatch(between) if new.line == old.line and _OLD.fullmatch(old.subject) else None
    if row is None or not _MARGIN.fullmatch(before) or new.kind not in ("literal", "xref"):
        return None
    return (row["words"] or "").strip(" |")
