"""Cases of what stands in a file: a page of the docs, or a module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.interfaces import Case
from harness.model import Claim, Docs


def placed(case: Case, root: Path, text: str, facts: Mapping[str, Any], *, file: str = "", samples: Any = ()) -> Case:
    """The case of a claim, in a file of this text; the claim is the page's only one, on its first line."""
    assert case.claim is not None
    claim: Claim = replace(case.claim, file=file or case.claim.file, line=case.claim.line)
    path = root / claim.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    page = replace(case.page, claims=(claim,), samples=tuple(samples))
    docs = Docs(version="5.4.0", root=str(root), sha256="")
    return replace(case, claim=claim, page=page, docs=docs, facts=facts)
