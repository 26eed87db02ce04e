"""Calls in prose of what is a name of data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import uncallable_names
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
SOURCE = """\
def wrapped(value, dump_kwargs=None, handler=None, fill_opts=None, later=None):
    dump_kwargs = dump_kwargs or {}
    fill_opts = {'a': 1}
    send(**later), post(**later)
    found = handler()
    return value.model_dump(**dump_kwargs)

def other(handler={}):
    handler = {}
"""


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    path = tmp_path / "celery" / "app" / "wrapped.py"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")

    def make(text: str, *, code: str = "", form: str = "literal", **changes) -> Case:
        case = make_case(claim=make_claim(text, "literal", fields={"form": form}, **changes))
        page = replace(case.page, samples=(make_sample(code),) if code else ())
        return replace(case, docs=replace(case.docs, root=str(tmp_path)), page=page)

    return make


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("dump_kwargs()", "model_dump()", id="handed to one function"),
        pytest.param("dump_kwargs(mode='json')", None, id="with arguments"),
        pytest.param("fill_opts()", None, id="handed to none"),
        pytest.param("later()", None, id="handed to several"),
    ],
)
def test_finds(case_of: MakeCase, text: str, right: str | None) -> None:
    (finding,) = uncallable_names.find(case_of(text))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("uncallable-name", text, right)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("model_dump()", {}, id="called somewhere"),
        pytest.param("wrapped()", {}, id="defined"),
        pytest.param("handler()", {}, id="called in one place, data in another"),
        pytest.param("value()", {}, id="may be anything"),
        pytest.param("my_helper()", {}, id="not in the source: the reader's own"),
        pytest.param("dump_kwargs", {}, id="not called"),
        pytest.param("task.dump_kwargs()", {}, id="a member of something"),
        pytest.param("dump_kwargs()", {"code": "def dump_kwargs(): ..."}, id="the page's own"),
        pytest.param("dump_kwargs()", {"form": "title-ref"}, id="no code"),
        pytest.param("dump_kwargs()", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, text: str, changes: dict) -> None:
    assert list(uncallable_names.find(case_of(text, **changes))) == []


@pytest.mark.parametrize("text", ["open()", "isinstance()", "apply_async()"])
def test_what_others_have(case_of: MakeCase, tmp_path: Path, text: str) -> None:
    called = text.rstrip("()")
    (tmp_path / "celery" / "more.py").write_text(f"{called} = {{}}\n", encoding="utf-8")
    assert list(uncallable_names.find(case_of(text))) == []
