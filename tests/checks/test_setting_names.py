"""Settings that the docs declare, refer to or name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import setting_names
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SETTING = {"role": "setting"}


@pytest.mark.parametrize(
    ("claim", "rule", "suggestion"),
    [
        pytest.param(make_claim("task_rutes", "setting"), "unknown-setting", "task_routes", id="declared, misspelt"),
        pytest.param(make_claim("result_dreams", "setting"), "unknown-setting", None, id="declared, like none"),
        pytest.param(
            make_claim("task_always_eagre", "xref", fields=SETTING),
            "unknown-setting",
            "task_always_eager",
            id="reference, misspelt",
        ),
        pytest.param(
            make_claim("task_always_eagre", "xref", fields=SETTING, headings=("Removed",)),
            "unknown-setting",
            "task_always_eager",
            id="reference, misspelt in what is told as gone",
        ),
        pytest.param(
            make_claim("predefined_queues", "xref", fields=SETTING), "unknown-reference", None, id="reference to none"
        ),
        pytest.param(
            make_claim("CELERY_ALWAYS_EAGER", "xref", fields=SETTING),
            "old-setting-name",
            "task_always_eager",
            id="reference by the old name",
        ),
        pytest.param(
            make_claim("task_always_eagre", "literal"), "unknown-setting", "task_always_eager", id="in the text"
        ),
        pytest.param(
            make_claim("taks_always_eager", "literal"), "unknown-setting", "task_always_eager", id="first word misspelt"
        ),
    ],
)
def test_finds(make_case: MakeCase, claim: Claim, rule: str, suggestion: str | None):
    (finding,) = setting_names.find(make_case(claim=claim))
    assert (finding.rule, finding.suggestion) == (rule, suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == (3, 7, claim.text)


@pytest.mark.parametrize(
    ("claim", "others"),
    [
        pytest.param(make_claim("task_routes", "setting"), (), id="listed"),
        pytest.param(make_claim("worker_pidfile", "setting"), (), id="behind an option of a command"),
        pytest.param(make_claim("lost_client_name", "setting"), (), id="unlisted, and read by code"),
        pytest.param(make_claim("task_routes", "xref", fields=SETTING), (), id="reference"),
        pytest.param(make_claim("task_rutes", "xref", fields={"role": "ref"}), (), id="reference to something else"),
        pytest.param(make_claim("my_own_name", "literal"), (), id="like none"),
        pytest.param(make_claim("aws_always_eager", "literal"), (), id="another product's"),
        pytest.param(make_claim("task_rutes", "literal"), ("task_rutes = []",), id="the page's own"),
        pytest.param(make_claim("CELERY_TASK_ALWAYS_EAGRE", "literal"), (), id="in capitals: a variable of the shell"),
        pytest.param(make_claim("task_rutes", "setting", headings=("Removed",)), (), id="history"),
        pytest.param(
            make_claim("task_lost", "xref", fields=SETTING, headings=("Removed",)), (), id="referred to in history"
        ),
        pytest.param(
            make_claim("task_rutes", "xref", fields=SETTING, historical=True), (), id="referred to on a historical page"
        ),
        pytest.param(make_claim("task_rutes", "setting", historical=True), (), id="historical page"),
        pytest.param(make_claim("task_rutes", "heading"), (), id="another kind"),
    ],
)
def test_leaves_alone(make_case: MakeCase, claim: Claim, others: tuple[str, ...]):
    assert list(setting_names.find(make_case(claim=claim, others=others))) == []


def test_a_setting_that_is_declared_twice(make_case: MakeCase):
    first, second = (make_claim("task_routes", "setting", key=key, line=line) for key, line in (("a", 2), ("b", 3)))
    case = make_case(claim=second)
    case = replace(case, page=replace(case.page, claims=(first, make_claim("task_routes", "literal"), second)))
    (finding,) = setting_names.find(case)
    assert (finding.rule, finding.place.line) == ("duplicate-setting", 3)
    assert list(setting_names.find(replace(case, claim=first))) == []


def test_covers(make_case: MakeCase):
    assert setting_names.covers(make_case(claim=make_claim("task_routes", "literal")))
    assert setting_names.covers(make_case(claim=make_claim("of_nobody", "setting")))
    assert not setting_names.covers(make_case(claim=make_claim("of_nobody", "literal")))
    assert not setting_names.covers(make_case(claim=make_claim("task_routes", "xref", fields={"role": "ref"})))


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        pytest.param("eager", None, id="two settings end so"),
        pytest.param("always_eager", "task_always_eager", id="the end of one that the module reads"),
        pytest.param("celery_always_eager", "task_always_eager", id="the end of one, behind another first word"),
        pytest.param("routes", None, id="the end of one that the module does not read"),
        pytest.param("my_eager", None, id="one word of the end is too little"),
    ],
)
def test_a_module_says_what_it_reads(make_case: MakeCase, tmp_path: Path, name: str, suggestion: str | None):
    file = "celery/backends/some.py"
    (tmp_path / "celery" / "backends").mkdir(parents=True)
    (tmp_path / file).write_text("conf.get('task_always_eager'), conf['worker_eager'], 'some_eager'")
    case = make_case(claim=make_claim(name, "xref", fields=SETTING, file=file))
    keys = {**case.facts["settings"]["keys"], "worker_eager": {"old": (), "default": "None"}}
    facts = {**case.facts, "settings": {**case.facts["settings"], "keys": keys}}
    found = setting_names.find(replace(case, facts=facts, docs=replace(case.docs, root=str(tmp_path))))
    assert [each.suggestion for each in found if each.rule == "unknown-reference"] == [suggestion]


@pytest.mark.parametrize(
    ("sample", "right"),
    [
        pytest.param("broker_transport_options = {'predefined_queues': {}}", True, id="an option of a setting"),
        pytest.param("predefined_queues = {}", False, id="shown as a setting"),
        pytest.param("queues = {'predefined_queues': {}}", False, id="something else's"),
    ],
)
def test_an_option_is_no_setting(make_case: MakeCase, tmp_path: Path, sample: str, right: bool):
    (tmp_path / "docs" / "userguide").mkdir(parents=True)
    (tmp_path / "docs" / "userguide" / "page.rst").write_text("\n\nThe :setting:`predefined_queues` setting.\n")
    claim = make_claim("predefined_queues", "xref", fields=SETTING, column=15)
    case = make_case(claim=claim, others=(sample,))
    (found,) = setting_names.find(replace(case, docs=replace(case.docs, root=str(tmp_path))))
    text = ":setting:`predefined_queues`" if right else "predefined_queues"
    assert (found.place.text, found.suggestion) == (text, "``predefined_queues``" if right else None)
    assert found.place.column == (5 if right else 15)
