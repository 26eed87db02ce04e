"""What tests of static checks share: the facts of the miniature Celery, and cases made of a few words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.interfaces import Case
from harness.model import Claim, Docs, Page, Sample, Target
from tests.conftest import make_sample
from tests.inside import mini


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return mini.facts(tmp_path_factory.mktemp("mini"))


def make_claim(text: str, kind: str, **changes: Any) -> Claim:
    """A claim at line 3, column 7."""
    given: dict[str, Any] = {
        "key": "page:3", "kind": kind, "page": "userguide/page", "file": "docs/userguide/page.rst", "line": 3,
        "column": 7, "end_line": 3, "text": text, "subject": text.strip("`"), "headings": ("Page",), "scope": "",
        "historical": False,
    }  # fmt: skip
    return Claim(**(given | changes))


@pytest.fixture
def make_case(facts: dict[str, Any]) -> Callable[..., Case]:
    """A case of a sample (code, language, other fields) or of a claim; `others` are further samples of the page."""

    def make(
        code: str = "",
        language: str = "python",
        *,
        claim: Claim | None = None,
        others: tuple[str, ...] = (),
        **changes: Any,
    ) -> Case:
        sample = None if claim is not None else make_sample(code, language, **changes)
        samples: tuple[Sample, ...] = tuple(make_sample(other) for other in others)
        page = Page(
            name="userguide/page",
            file="docs/userguide/page.rst",
            title="Page",
            samples=(*samples, *([sample] if sample else [])),
            claims=(),
            problems=(),
        )
        return Case(
            docs=Docs(version="5.4.0", root="/", sha256=""),
            page=page,
            target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
            facts=facts,
            label="celery54-redis",
            sample=sample,
            claim=claim,
        )

    return make
