"""Programs that prose names with a slip of the fingers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import program_names
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
#: Two pages that name a program, and one that enters another.
DOCS = "Use :command:`ourtool` here.\n\nAnd :command:`ourtool` there.\n\n    $ theirtool -x\n    $ theirtool\n\n:command:`oncetool`, or oncetool.\n"


@pytest.fixture
def named(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, *, more: str = "", **changes) -> Case:
        page = tmp_path / "docs/userguide/page.rst"
        page.parent.mkdir(parents=True)
        page.write_text(f"{DOCS}\n\nUse :command:`{text}`.{more}")
        case = make_case(claim=make_claim(text, changes.pop("kind", "command"), **changes))
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("text", "word", "right"),
    [
        pytest.param("rabbitmqclt status", "rabbitmqclt", "rabbitmqctl", id="swapped"),
        pytest.param("celrey", "celrey", "celery", id="swapped, of the release"),
        pytest.param("suod", "suod", "sudo", id="swapped, the last two"),
        pytest.param("suo", "suo", "sudo", id="a letter less"),
        pytest.param("systtemctl", "systtemctl", "systemctl", id="a letter more"),
        pytest.param("pips", "pips", "pip", id="plural"),
        pytest.param("redis-serevr --port 1", "redis-serevr", "redis-server", id="with a hyphen"),
        pytest.param("ourotol", "ourotol", "ourtool", id="that the docs name"),
        pytest.param("thertool", "thertool", "theirtool", id="that the docs enter"),
        pytest.param("onectool", "onectool", "oncetool", id="that the docs name once, and speak of"),
    ],
)
def test_finds(named, text: str, word: str, right: str):
    (finding,) = program_names.find(named(text))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("misspelt-name", word, right)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("pip install x", {}, id="a program"),
        pytest.param("pipx", {}, id="another one"),
        pytest.param("grepc", {}, id="a letter behind it: who knows"),
        pytest.param("gcron", {}, id="a letter before it"),
        pytest.param("gash", {}, id="another letter"),
        pytest.param("celeryd", {}, id="an old one"),
        pytest.param("nothing", {}, id="like nothing"),
        pytest.param("su", {}, id="short"),
        pytest.param("./celrey", {}, id="a path"),
        pytest.param("celrey.sh", {}, id="a file"),
        pytest.param("celrey", {"more": " And again celrey."}, id="twice: somebody's own"),
        pytest.param("celrey", {"historical": True}, id="history"),
        pytest.param("", {}, id="nothing at all"),
    ],
)
def test_leaves_alone(named, text: str, changes: dict):
    assert list(program_names.find(named(text, **changes))) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("-b <celrey worker -b>", 11, id="the target"),
        pytest.param("celrey -b", 7, id="no title"),
        pytest.param("celrey -b <celrey -b>", 18, id="both"),
        pytest.param("-b <celery -b>", 0, id="right"),
        pytest.param("celrey", 0, id="no program"),
    ],
)
def test_programs_of_options(named, text: str, column: int) -> None:
    target = text.partition("<")[2].rstrip(">") or text
    case = named(text, kind="xref", subject=target, fields={"role": "option"})
    page = Path(case.docs.root, "docs/userguide/page.rst")
    page.write_text(page.read_text().replace(text, target))
    assert [each.place.column for each in program_names.find(case)] == ([column] if column else [])
    assert not program_names.covers(case)


def test_covers(named, make_case: MakeCase):
    assert program_names.covers(named("sudo x"))
    assert not program_names.covers(make_case(claim=make_claim("nothing", "command")))
