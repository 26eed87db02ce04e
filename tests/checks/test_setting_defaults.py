"""Defaults of settings, in all the words in which pages tell them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import _defaults, setting_defaults
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]


def default(setting: str, told: str, **changes: Any) -> Claim:
    return make_claim(told, "default", subject=setting, fields={"default": told}, **changes)


@pytest.mark.parametrize(
    ("setting", "told", "suggestion"),
    [
        pytest.param("task_serializer", '"pickle"', '"json"', id="another word"),
        pytest.param("task_serializer", "pickle (since 2.0).", None, id="another word, and more"),
        pytest.param("result_expires", "Expire after 2 days.", None, id="another length of time"),
        pytest.param("result_expires", "3600.", "86400.", id="another number"),
        pytest.param("task_always_eager", "Enabled by default.", "Disabled by default.", id="on, and it is off"),
        pytest.param("enable_utc", "Disabled.", "Enabled.", id="off, and it is on"),
        pytest.param("enable_utc", "False", "True", id="False, and it is True"),
        pytest.param("task_default_queue", "None", "celery", id="nothing, and it is something"),
        pytest.param("lost_max_connections", "7", "3", id="in no table, and code takes another"),
        pytest.param("accept_content", "{'pickle'}", "('json',)", id="a set of others"),
        pytest.param("imports", "Enabled.", None, id="on, and it is empty"),
    ],
)
def test_finds(make_case: MakeCase, setting: str, told: str, suggestion: str | None):
    (finding,) = setting_defaults.find(make_case(claim=default(setting, told)))
    assert (finding.rule, finding.blame, finding.subject) == ("wrong-default", "docs", f"default:{setting}")
    assert finding.suggestion == suggestion


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        pytest.param("task_serializer", '"json" (since 4.0, earlier: pickle).', id="a remark"),
        pytest.param("task_serializer", "json since 4.0 (earlier: pickle).", id="a bare word"),
        pytest.param("accept_content", "{'json'} (set, list, or tuple).", id="another container"),
        pytest.param("result_expires", "Expire after 1 day.", id="a length of time in words"),
        pytest.param("result_expires", "24 hours", id="in another unit"),
        pytest.param("imports", "[] (empty list).", id="empty"),
        pytest.param("task_routes", "{} (empty mapping).", id="empty for nothing"),
        pytest.param("worker_concurrency", "Number of CPU cores.", id="computed"),
        pytest.param("worker_max_tasks_per_child", "No limit.", id="nothing in words"),
        pytest.param("broker_url", '"amqp://"', id="what an application makes of nothing"),
        pytest.param("task_queues", "Uses the value set for task_default_queue.", id="another's"),
        pytest.param("task_queues", "See the guide to routing.", id="told elsewhere"),
        pytest.param("worker_pidfile", "None", id="behind an option of a command"),
        pytest.param("lost_max_connections", "3", id="in no table"),
        pytest.param("lost_client_name", "7", id="of which nothing is known"),
        pytest.param("task_serializer", "whatever it is, it is not told here", id="not to be read"),
    ],
)
def test_leaves_alone(make_case: MakeCase, setting: str, told: str):
    assert list(setting_defaults.find(make_case(claim=default(setting, told)))) == []


@pytest.mark.parametrize(
    ("setting", "told", "message"),
    [
        pytest.param(
            "broker_url", "'redis://'", "None, and then 'amqp://' is used", id="what an application makes of it"
        ),
        pytest.param("enable_utc", "False", "True", id="a default of its own"),
    ],
)
def test_tells_what_stands_in_the_place_of_nothing(make_case: MakeCase, setting: str, told: str, message: str):
    (finding,) = setting_defaults.find(make_case(claim=default(setting, told)))
    assert finding.message == f"the default of {setting} is {message}"


def test_history_is_left_alone(make_case: MakeCase):
    assert not list(setting_defaults.find(make_case(claim=default("enable_utc", "False", historical=True))))


def test_what_code_may_replace_is_undecided(make_case: MakeCase):
    (finding,) = setting_defaults.find(make_case(claim=default("worker_concurrency", "12")))
    assert finding.blame == "undecided"


@pytest.mark.parametrize(
    ("kind", "told", "blame"),
    [
        ("int", "True", "docs"),
        ("string", "True", "docs"),
        ("bool", "True", "undecided"),
        ("any", "True", "undecided"),
        ("int", "Enabled", "undecided"),
    ],
)
def test_no_code_takes_true_for_what_is_neither_true_nor_false(make_case: MakeCase, kind: str, told: str, blame: str):
    made = make_case(claim=default("worker_concurrency", told))
    settings = made.facts["settings"]
    entry = {**settings["keys"]["worker_concurrency"], "default": "None", "type": kind}
    facts = {**made.facts, "settings": {**settings, "keys": {**settings["keys"], "worker_concurrency": entry}}}
    (finding,) = setting_defaults.find(dataclasses.replace(made, facts=facts))
    assert (finding.blame, finding.suggestion) == (blame, "None" if blame == "docs" else None)


def with_nothing(case: Case, *fallbacks: str, kind: str = "bool") -> Case:
    """The same where `task_acks_hard` is a setting of which the table tells nothing, and code takes these."""
    settings = case.facts["settings"]
    keys = {**settings["keys"], "task_acks_hard": {"default": "None", "old": [], "type": kind}}
    given = {**settings["fallbacks"], "task_acks_hard": list(fallbacks)}
    return dataclasses.replace(case, facts={**case.facts, "settings": {**settings, "keys": keys, "fallbacks": given}})


@pytest.mark.parametrize(
    ("told", "fallbacks", "blames"),
    [
        pytest.param("4", ["3", "?"], ["docs"], id="the one number that code takes"),
        pytest.param("3", ["3", "?"], [], id="that one"),
        pytest.param("4", ["3", "5"], ["undecided"], id="one of two"),
        pytest.param("4", ["?"], ["undecided"], id="no number"),
        pytest.param("'4'", ["3"], ["undecided"], id="another kind of value"),
    ],
)
def test_the_number_that_code_takes(make_case: MakeCase, told: str, fallbacks: list[str], blames: list[str]):
    made = with_nothing(make_case(claim=default("task_acks_hard", told)), *fallbacks, kind="int")
    found = list(setting_defaults.find(made))
    assert [each.blame for each in found] == blames
    assert all(each.suggestion == "3" for each in found if each.blame == "docs")


@pytest.mark.parametrize(
    ("code", "blame"),
    [
        pytest.param("if self.task.acks_hard and lost: 1", "docs", id="as good as false"),
        pytest.param("acks = conf.task_acks_hard\nif acks: 1", "docs", id="kept, and as good as false"),
        pytest.param("acks = acks or conf.get('task_acks_hard')", "docs", id="something is taken before"),
        pytest.param("acks = conf.task_acks_hard or 1", "undecided", id="something is taken then"),
        pytest.param("acks = conf.task_acks_hard\nacks = 1 if acks is None else acks", "undecided", id="that is kept"),
        pytest.param("if task.acks_hard is None: task.acks_hard = 1", "undecided", id="asked for"),
        pytest.param("go(conf.task_acks_hard)", "undecided", id="handed to another"),
        pytest.param("if not acks_hard: go()", "undecided", id="asked whether it is there"),
    ],
)
def test_what_stays_nothing_is_not_on(make_case: MakeCase, tmp_path: Path, code: str, blame: str):
    made = with_nothing(make_case(claim=default("task_acks_hard", "Enabled.")))
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery/run.py").write_text(f"SETTINGS = ['task_acks_hard']\n{code}\n")
    made = dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))
    (finding,) = setting_defaults.find(made)
    assert finding.blame == blame


def test_what_may_be_on_and_off_is_not_covered(make_case: MakeCase):
    assert setting_defaults.covers(with_nothing(make_case(claim=default("task_acks_hard", "Disabled."))))
    for told in ("Enabled.", "Disabled.", "True"):
        assert not setting_defaults.covers(with_nothing(make_case(claim=default("task_acks_hard", told)), "True"))
    assert not setting_defaults.covers(make_case(claim=default("worker_concurrency", "Number of CPU cores.")))


def test_covers(make_case: MakeCase):
    assert setting_defaults.covers(make_case(claim=default("enable_utc", "Enabled")))
    assert not setting_defaults.covers(make_case(claim=default("enable_utc", "See above.")))
    assert not setting_defaults.covers(make_case(claim=make_claim("enable_utc", "literal")))


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("``x``", None, None),
        ("Inf", "value", float("inf")),
        ("120.0 seconds.", "value", 120.0),
        ("5 minutes", "value", 300.0),
        ("one day", "value", 86400.0),
        ("Disabled (rate limits enabled).", "off", None),
        ("True by default.", "value", True),
        ("No limit. Type: int (kilobytes)", "nothing", None),
        ("No limit (None).", "nothing", None),
        ("No limit (True).", "value", True),
        ("None, which falls back to x and so is enabled.", "value", None),
        ("Not configured", "nothing", None),
        ("Same as result_expires.", "another", "result_expires"),
        ("Taken from broker_url.", "another", "broker_url"),
        ("Enabled if app is logging to a terminal.", "computed", None),
        ("celery.worker.consumer:Consumer", "value", "celery.worker.consumer:Consumer"),
    ],
)
def test_words(text: str, form: str | None, value: object):
    told = _defaults.read(text)
    assert (told and told.form, told and told.value) == (form, value)


@pytest.mark.parametrize(
    ("block", "told"),
    [
        pytest.param(
            '"[%(asctime)s]\n    [%(name)s] %(message)s"', (1, "[%(name)s] %(message)s", "%(message)s"), id="last line"
        ),
        pytest.param(
            '"[%(time)s]\n    %(message)s"', (0, "[%(time)s]", None), id="not the last: who knows what belongs to it"
        ),
        pytest.param("\n'%(message)s'", (1, "%(message)s", "[%(asctime)s] %(message)s"), id="the only one"),
        pytest.param('"[%(asctime)s]"', (0, "[%(asctime)s]", None), id="only the beginning"),
    ],
)
def test_where_a_block_differs(block: str, told: tuple[int, str, str | None]):
    assert setting_defaults._differing(block, "[%(asctime)s] %(message)s") == told


@pytest.mark.parametrize(
    ("told", "real", "wrong"),
    [
        pytest.param("None.", "", False, id="nothing, and it is the empty string"),
        pytest.param("''", None, False, id="the empty string, and it is nothing"),
        pytest.param("''", "", False, id="the empty string, plainly"),
        pytest.param("Not set.", "", False, id="in words"),
        pytest.param("False", None, False, id="off"),
    ],
)
def test_the_empty_string_sets_nothing(told: str, real: object, wrong: bool):
    said = _defaults.read(told)
    assert said is not None
    assert _defaults.contradicts(said, real) is wrong


@pytest.mark.parametrize(("real", "held"), [(None, True), (0, True), (4, False), (False, False), ("", False)])
def test_nothing_or_0_stands_for_what_is_computed(real: object, held: bool):
    said = _defaults.read("Number of CPU cores.")
    assert said is not None and said.form == "computed"
    assert _defaults.agrees(said, real) is held


HEARTBEAT = "so if the interval is 10.0 and the expires is the default {},\nthe check is made every 5 seconds."


@pytest.fixture
def section(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    """A case of the text of a setting's section."""

    def make(text: str, setting: str = "result_expires", **changes: Any) -> Case:
        case = make_case(claim=make_claim(f"``{setting}``", "heading", line=1, **changes))
        return placed(case, tmp_path, f"{setting}\n=====\n\n{text}\n", case.facts)

    return make


@pytest.mark.parametrize(
    ("text", "number", "suggestion"),
    [
        pytest.param(HEARTBEAT.format("3600.0"), "3600.0", "86400", id="by the last word of its name"),
        pytest.param("If using the default of 2 hours, it goes.", "2", None, id="a length of time"),
        pytest.param("The default is 300 (five minutes).", "300", "86400", id="the default of the section"),
        pytest.param("Long. The default value is 300.", "300", "86400", id="in a sentence of its own"),
    ],
)
def test_finds_in_a_sentence(section: MakeCase, text: str, number: str, suggestion: str | None):
    (finding,) = setting_defaults.find(section(text))
    assert (finding.rule, finding.subject) == ("wrong-default", "default:result_expires")
    assert (finding.place.text, finding.suggestion) == (number, suggestion)
    line = text.split("\n")[finding.place.line - 4]
    assert line[finding.place.column - 1 :].startswith(number)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        pytest.param(HEARTBEAT.format("86400.0"), {}, id="right"),
        pytest.param("If using the default of 24 hours, it goes.", {}, id="right in hours"),
        pytest.param(HEARTBEAT.format("3600").replace("the expires", "the rate"), {}, id="of another thing"),
        pytest.param("A value of 0 means the default of 3 minutes as determined by x.", {}, id="of what decides it"),
        pytest.param("The default is 300, if not the default of :attr:`x` is 2.", {}, id="two of them"),
        pytest.param("With the default of 300 of :attr:`Scheduler.x` it goes.", {}, id="of an attribute"),
        pytest.param("The default was 300 in version 4.", {}, id="of another release"),
        pytest.param("- The default is 300.", {}, id="of an item"),
        pytest.param("``port``\n    The default is 300.", {}, id="of a part"),
        pytest.param("The default is 300 bytes.", {}, id="of another unit"),
        pytest.param("The default is 300%.", {}, id="of hundred"),
        pytest.param("The default is 300.", {"setting": "no_setting"}, id="of no setting"),
        pytest.param("The default is 300.", {"setting": "worker_concurrency"}, id="code may take something else"),
        pytest.param("The default is 1.", {"setting": "enable_utc"}, id="no number"),
        pytest.param("The default is 300.", {"headings": ("Deprecated",)}, id="history"),
    ],
)
def test_leaves_sentences_alone(section: MakeCase, text: str, given: dict[str, Any]):
    assert list(setting_defaults.find(section(text, **given))) == []
