"""What the description of an argument swallows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import swallowed
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SIGNATURE = [["self", "either"], ["type", "either"], ["fields", "either"], ["producer", "either"]]
FACTS = {
    "modules": {
        "celery": {"members": {}},
        "celery.sent": {"members": {"send": {"kind": "function", "ref": "celery.sent.send"}}},
    },
    "classes": {},
    "functions": {"celery.sent.send": {"kind": "function", "signature": SIGNATURE}},
    "assigned": [],
    "signals": {},
    "settings": {},
}


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(below: str, *, item: str = "type (str): Its name.", described: tuple[str, ...] = (), **changes) -> Case:
        """The claim is the argument `type`; the lines stand below it."""
        there = changes.pop("there", "celery.sent.send")
        lines = ["def send():", '    """Send.', "", "    Arguments:", f"        {item}"]
        lines += [f"        {line}".rstrip() for line in below.split("\n")]
        (tmp_path / "celery").mkdir(exist_ok=True)
        (tmp_path / "celery/sent.py").write_text("\n".join([*lines, '    """']))
        given = {"headings": (), "file": "celery/sent.py", "page": "celery/sent", "line": 5, "column": 9, **changes}
        claims = [
            make_claim(each, "parameter", scope=there, **{**given, "line": 6 + number})
            for number, each in enumerate(described)
        ]
        made = make_case(claim=make_claim("type", "parameter", scope="celery.sent.send", **given))
        page = dataclasses.replace(made.page, claims=(*made.page.claims, *claims))
        return dataclasses.replace(
            made, facts={**made.facts, **FACTS}, page=page, docs=dataclasses.replace(made.docs, root=str(tmp_path))
        )

    return make


@pytest.mark.parametrize(
    ("below", "text", "line"),
    [
        pytest.param("    fields: Dictionary of fields.", "fields", 6, id="an argument"),
        pytest.param(
            "    and more of it.\n    fields (dict): Fields.\nproducer: X.", "fields", 7, id="below more of it"
        ),
        pytest.param("    .. versionadded:: 4.0", ".. versionadded:: 4.0", 6, id="a directive"),
        pytest.param("    Of it.\n    .. note::\n\n        See.", ".. note::", 7, id="a directive below more of it"),
    ],
)
def test_finds(case, below: str, text: str, line: int):
    (finding,) = swallowed.find(case(below))
    assert (finding.rule, finding.place.text, finding.place.line) == ("swallowed-text", text, line)
    assert finding.place.column == 13


def test_finds_one_below_another(case):
    found = swallowed.find(case("    See ``it``.\n    fields (dict): All.\n    producer: X."))
    assert [(each.place.text, each.place.line) for each in found] == [("fields", 7), ("producer", 8)]


@pytest.mark.parametrize(
    ("below", "changes"),
    [
        pytest.param("fields: Dictionary of fields.", {}, id="in its place"),
        pytest.param("    and more of it.", {}, id="more of it"),
        pytest.param("    others: They are no arguments.", {}, id="no argument"),
        pytest.param("    fields: Told once more.\nfields: Fields.", {"described": ("fields",)}, id="described below"),
        pytest.param("    fields: such as these.", {}, id="a sentence goes on"),
        pytest.param(
            "    Told at the class.\n    fields: F.",
            {"described": ("fields",), "there": "celery.sent.send.__init__"},
            id="described at the constructor",
        ),
        pytest.param("    Keys are:\n    fields: The keys.\n    more: The others.", {}, id="keys"),
        pytest.param(
            "    One of these.\n    fields (dict): F.\n    wrong (str): W.", {}, id="in a list of other things"
        ),
        pytest.param("    one of these\n    fields (dict): Fields.", {}, id="within a sentence"),
        pytest.param("    .. versionadded:: 4.0", {"item": "type (str):"}, id="a directive is all that is told"),
        pytest.param("    fields: What they are.", {"item": "type (str):"}, id="all that is told"),
        pytest.param("\n    .. versionadded:: 4.0", {}, id="with an empty line"),
        pytest.param("\n    fields: Dictionary of fields.", {}, id="in a paragraph of its own"),
        pytest.param("    as .. note:: tells", {}, id="named in a line"),
        pytest.param("    .. a comment", {}, id="a comment"),
        pytest.param("    .. note::", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case, below: str, changes: dict):
    assert list(swallowed.find(case(below, **changes))) == []
