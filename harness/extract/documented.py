"""What sections of docstrings say → Claims."""

from __future__ import annotations

import hashlib
from collections import Counter

from harness.extract.docstrings import DocText
from harness.extract.reading import Reading
from harness.model import Claim


def documented(reading: Reading) -> list[Claim]:
    """Claims on the arguments, exceptions and types that docstrings of the module name."""
    text = reading.text_of(reading.file)
    if not isinstance(text, DocText):
        return []
    seen: Counter[str] = Counter()
    claims = []
    for told in text.told:
        said = told.said
        digest = hashlib.sha256(f"{told.scope}\n{said.subject}\n{sorted(said.fields.items())}".encode()).hexdigest()[:8]
        seen[said.kind + digest] += 1
        claims.append(
            Claim(
                key=f"{reading.name}:{said.kind}:{digest}:{seen[said.kind + digest]}",
                kind=said.kind,
                page=reading.name,
                file=reading.file,
                line=told.spot.line,
                column=told.spot.column,
                end_line=told.spot.line,
                text=said.text,
                subject=said.subject,
                headings=(),
                scope=told.scope,
                historical=False,
                fields=dict(said.fields),
            )
        )
    return claims
