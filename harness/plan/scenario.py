"""One plan a release beside those of its pages: tasks that end in every way, with all of it recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from harness import contexts
from harness.model import Docs, Page, Plan, Step
from harness.recording import PREFIX

#: Claims that a recording decides.
KINDS = frozenset({"argument", "field", "attribute"})
LIMIT = 40.0


def scenario(docs: Docs, pages: Iterable[Page]) -> Iterator[Plan]:
    """The plan, when one of the pages claims something that it can tell."""
    page = next((page for page in pages if any(claim.kind in KINDS for claim in page.claims)), None)
    folder = contexts.root() / "scenario"
    if page is None or not folder.is_dir():
        return
    tasks, script = ((folder / name).read_text(encoding="utf-8") for name in ("recorder.py", "run.py"))
    yield Plan(
        key=f"{PREFIX}{hashlib.sha256((tasks + script).encode()).hexdigest()[:8]}",
        docs=docs.version,
        page=page.name,
        files={"recorder.py": tasks},
        app="recorder",
        heads={},
        preamble="",
        steps=(Step(sample=None, kind="typed", source=script, first=0, shown=None, worker=True, limit=LIMIT),),
        services=(),
    )
