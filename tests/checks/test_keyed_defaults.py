"""Defaults of the keys that a backend takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import keyed_defaults
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
MEMBERS = {
    name: {"kind": "data", "value": value}
    for name, value in (("port", "5984"), ("host", "'localhost'"), ("user", "None"), ("text", "'8529'"))
}
HEADINGS = ("Page", "Couch settings")


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    def make(key: str, told: str, value: str, headings: tuple[str, ...] = HEADINGS) -> Case:
        page = tmp_path / "docs" / "userguide" / "page.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        text = f"* ``{key}``\n\n    {told}\n"
        page.write_text(text, encoding="utf-8")
        column = text.split("\n")[2].index(value) + 1
        case = make_case(claim=make_claim(value, "literal", line=3, column=column, headings=headings))
        options = [{"names": ["-f", "--logfile"], "help": "Where to; defaults to stderr", "default": None}]
        facts = {
            **case.facts,
            "classes": {"celery.backends.couch.Couch": {"members": MEMBERS}},
            "aliases": {"backends": {"couch": "celery.backends.couch:Couch"}},
            "settings": {**case.facts["settings"], "daemon": ["worker_logfile"]},
            "commands": {"commands": {"worker": {"options": options}}},
        }
        sample = make_sample("result_backend = 'couch://h'", "python", headings=HEADINGS)
        page_of = replace(case.page, samples=(sample,))
        return replace(case, facts=facts, page=page_of, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("key", "told", "value", "headings", "suggestion"),
    [
        pytest.param("port", "Its port. Defaults to ``8091``.", "8091", HEADINGS, "5984", id="number"),
        pytest.param("text", "Default is ``8091``.", "8091", HEADINGS, "8529", id="number as text"),
        pytest.param(
            "port", "Defaults to ``1``.", "1", ("Page", "couch_backend_settings"), "5984", id="by the setting's name"
        ),
        pytest.param(
            "x", "A path (defaults to `stdout`).", "stdout", ("Page", "worker_logfile"), "stderr", id="of an option"
        ),
    ],
)
def test_finds(case_of: MakeCase, key: str, told: str, value: str, headings: tuple[str, ...], suggestion: str):
    (finding,) = keyed_defaults.find(case_of(key, told, value, headings))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("wrong-default", value, suggestion)
    assert finding.evidence.get("option") == "--logfile" if key == "x" else finding.evidence["attribute"] == key


@pytest.mark.parametrize(
    ("key", "told", "value", "headings"),
    [
        pytest.param("port", "Defaults to ``5984``.", "5984", HEADINGS, id="the same"),
        pytest.param("text", "Defaults to ``8529``.", "8529", HEADINGS, id="the same as text"),
        pytest.param("host", "Defaults to ``127.0.0.1``.", "127.0.0.1", HEADINGS, id="another name of the same"),
        pytest.param("user", "Defaults to ``guest``.", "guest", HEADINGS, id="nothing: others fill it in"),
        pytest.param("other", "Defaults to ``1``.", "1", HEADINGS, id="no attribute"),
        pytest.param("port", "Not ``8091``.", "8091", HEADINGS, id="no default"),
        pytest.param("port", "Defaults to ``port_of`` it.", "port_of", HEADINGS, id="another kind of value"),
        pytest.param("port", "Defaults to ``8091``.", "8091", ("Page", "Other settings"), id="of no backend"),
    ],
)
def test_leaves_alone(case_of: MakeCase, key: str, told: str, value: str, headings: tuple[str, ...]):
    assert list(keyed_defaults.find(case_of(key, told, value, headings))) == []


POLICY = {"default": "{'interval_max': 1, 'interval_start': 0, 'max_retries': 3}", "old": [], "type": "dict"}
SETTINGS = {
    "keys": {
        "task_publish_retry_policy": POLICY,
        "other_options": {**POLICY, "default": "{'interval_max': 9, 'max_retries': 9}"},
        "broker_policy": {**POLICY, "default": "None"},
    }
}
LEAD = "For example, the default policy correlates to:"
CALL = "add.apply_async((2, 2), retry=True, retry_policy={\n    'max_retries': 3,\n    'interval_max': 0.2,\n})"


def shown(make_case: MakeCase, code: str, lead: str = LEAD, **changes: object) -> Case:
    case = make_case(code, lead=lead, **changes)
    return replace(case, facts={**case.facts, "settings": SETTINGS})


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        pytest.param(CALL, LEAD, id="in a call"),
        pytest.param(CALL.replace("})", "    'retry_errors': None,\n})"), LEAD, id="beside a key of nothing"),
        pytest.param(CALL, "The default retry policy is:", id="in other words"),
    ],
)
def test_finds_another_value_of_a_setting(make_case: MakeCase, code: str, lead: str):
    (finding,) = keyed_defaults.find(shown(make_case, code, lead))
    assert (finding.rule, finding.suggestion) == ("wrong-default", "1")
    assert (finding.place.line, finding.place.column, finding.place.text) == (12, 25, "0.2")
    assert finding.evidence == {"setting": "task_publish_retry_policy", "key": "interval_max"}


@pytest.mark.parametrize(
    ("code", "lead", "changes"),
    [
        pytest.param(CALL.replace("0.2", "1.0"), LEAD, {}, id="the same"),
        pytest.param(CALL, "Another policy than the default policy would be:", {}, id="another one"),
        pytest.param(CALL, "For example:", {}, id="an example"),
        pytest.param(CALL, "The default options are the same as:", {}, id="of what is called otherwise"),
        pytest.param(CALL.replace("})", "    'errors': 3,\n})"), LEAD, {}, id="a key that it does not have"),
        pytest.param(CALL.replace("3", "limit"), LEAD, {}, id="a name"),
        pytest.param(CALL.replace("'max_retries': 3,", ""), LEAD, {}, id="one key might be of anything"),
        pytest.param(CALL, LEAD, {"historical": True}, id="history"),
        pytest.param(CALL, LEAD, {"language": "text"}, id="no Python"),
    ],
)
def test_leaves_what_is_shown_alone(make_case: MakeCase, code: str, lead: str, changes: dict[str, object]):
    assert list(keyed_defaults.find(shown(make_case, code, lead, **changes))) == []
