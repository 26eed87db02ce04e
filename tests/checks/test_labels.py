"""References within the docs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import labels
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

GLOSSARY = """\
.. _glossary:

.. glossary::
    :sorted:

    acknowledged
        Workers do it.

    `prefetch count`
        How many.

.. _`a quoted label`:

.. _`GCS`: https://cloud.example.com/
.. _conf-gcs-backend:
.. _elsewhere-link: https://example.com/
"""


@pytest.fixture
def case(make_case: Callable[..., Case], tmp_path: Path) -> Callable[[Claim], Case]:
    (tmp_path / "docs" / "userguide").mkdir(parents=True)
    (tmp_path / "docs" / "glossary.rst").write_text(GLOSSARY)
    (tmp_path / "docs" / "userguide" / "canvas.rst").write_text(".. _guide-canvas:\n\nCanvas\n======\n")

    def make(claim: Claim) -> Case:
        found = make_case(claim=claim)
        return dataclasses.replace(found, docs=dataclasses.replace(found.docs, root=str(tmp_path)))

    return make


def xref(text: str, role: str, **changes) -> Claim:
    return make_claim(text, "xref", fields={"role": role}, **changes)


@pytest.mark.parametrize(
    ("claim", "meant"),
    [
        pytest.param(xref("guide-canvass", "ref"), "guide-canvas", id="label"),
        pytest.param(xref("/userguide/canvass", "doc"), "/userguide/canvas", id="document"),
        pytest.param(xref("aknowledged", "term"), "acknowledged", id="term"),
        pytest.param(xref("gcs", "ref"), "conf-gcs-backend", id="the name of a link"),
        pytest.param(xref("elsewhere-link", "ref"), None, id="of a link that no label is like"),
    ],
)
def test_finds(case: Callable[[Claim], Case], claim: Claim, meant: str):
    (finding,) = labels.find(case(claim))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("unknown-label", meant, claim.text)
    assert labels.covers(case(claim))


@pytest.mark.parametrize(
    ("claim", "covered"),
    [
        pytest.param(xref("guide-canvas", "ref"), True, id="label"),
        pytest.param(xref("Guide-Canvas", "ref"), True, id="in other letters"),
        pytest.param(xref("a quoted label", "ref"), True, id="quoted label"),
        pytest.param(xref("search", "ref"), True, id="every tree has it"),
        pytest.param(xref("canvas", "doc"), True, id="document beside"),
        pytest.param(xref("/userguide/canvas", "doc"), True, id="document from the top"),
        pytest.param(xref("Acknowledged", "term"), True, id="term"),
        pytest.param(xref("prefetch count", "term"), True, id="term in quotes"),
        pytest.param(xref("kombu:guide-canvass", "ref"), False, id="another project's"),
        pytest.param(xref("contributing", "ref"), False, id="like nothing: may be another project's"),
        pytest.param(xref("guide-canvass", "class"), False, id="another role"),
        pytest.param(xref("guide-canvass", "ref", historical=True), False, id="historical page"),
    ],
)
def test_leaves_alone(case: Callable[[Claim], Case], claim: Claim, covered: bool):
    assert list(labels.find(case(claim))) == []
    assert labels.covers(case(claim)) is covered
