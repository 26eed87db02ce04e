"""Since when something is there, as the docs tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness import ancestry, chronicle
from harness.checks import versions_told
from harness.chronicle import Telling
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
SINCE = {
    "setting:worker_pace": "5.1",
    "name:celery.signals.started": "5.3",
    "name:celery.app.Task.run": "5.2",
    "name:celery.app.task.Context.origin": "5.3",
    "name:celery.app.task.Task.before_start": "5.3",
    "word:CELERY_TASK_ALWAYS_EAGER": "3.1",
    "word:CELERY_ALWAYS_EAGER": "4.1",
    "late:word:CELERY_TIMEZONE": "2.4",
    "word:redis_health": "5.2",
    "word:retry_slowly": "5.2",
    "name:celery.bin.base.DaemonOption.daemon_setting": "5.4",
    "python:2.3": "2.4",
    "python:2.5": "2.4",
    "python:4.0": "2.7",
    "python:4.4": "3.6",
    "python:5.0": "3.6",
}
SETTING = ".. setting:: worker_pace\n\n``worker_pace``\n~~~~~~~~~~~~~~~\n\nDefault: 1\n\n"


@pytest.fixture
def told(make_case: MakeCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Case]:
    monkeypatch.setattr(ancestry, "since", lambda: SINCE)

    def make(above: str, version: str, *, indent: str = "", **changes: Any) -> Case:
        path = tmp_path / "docs/userguide/page.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page\n\n{above}{indent}.. versionadded:: {version}\n")
        lines = path.read_text().split("\n")
        declared = [
            make_claim(line.rpartition(" ")[2], line.split()[1].strip(":"), line=number)
            for number, line in enumerate(lines, 1)
            if line.startswith((".. setting::", ".. signal::"))
        ]
        given = {"line": len(lines) - 1, "fields": {"directive": "versionadded"}} | changes
        case = make_case(claim=make_claim(version, "version", **given))
        settings = {**case.facts["settings"], "daemon": ["worker_logfile"]}
        case = replace(case, facts={**case.facts, "settings": settings})
        page = replace(case.page, claims=tuple(declared))
        return replace(case, page=page, docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))

    return make


@pytest.mark.parametrize(
    ("above", "version", "changes", "right"),
    [
        (SETTING, "5.3", {}, "5.1"),
        (SETTING, "4.0", {}, "5.1"),
        ("``worker_pace``\n~~~~~~~~~~~~~~~\n\n:transports: all\n\n", "5.3.0", {}, "5.1"),
        (".. signal:: started\n\n", "5.2", {}, "5.3"),
        ("", "5.1", {"scope": "celery.app.Task.run"}, "5.2"),
        # Under its old name it came with 3.1, and later than 2.4.0.
        (".. setting:: task_always_eager\n\n", "4.0", {}, "3.1"),
        (".. setting:: timezone\n\n", "2.3", {}, "2.4"),
        # Not in the table of settings, and read by some code.
        (".. setting:: redis_health\n\n", "5.3", {}, "5.2"),
        (".. setting:: worker_logfile\n\n", "5.1", {}, "5.4"),
    ],
)
def test_finds(told: Callable[..., Case], above: str, version: str, changes: dict[str, Any], right: str) -> None:
    (finding,) = versions_told.find(told(above, version, **changes))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("wrong-version-added", right, version)


HAS = "{'a': True, 'b': 3600}"


def ahead(
    make_case: MakeCase, version: str, text: str, *, docs: str = "5.4.0", directive: str = "versionchanged"
) -> Case:
    headings = ("Configuration", "``worker_options``")
    claim = make_claim(version, "version", fields={"directive": directive, "text": text}, headings=headings)
    case = make_case(claim=claim)
    keys = {**case.facts["settings"]["keys"], "worker_options": {"default": HAS, "old": [], "type": "dict"}}
    facts = {**case.facts, "settings": {**case.facts["settings"], "keys": keys}}
    return replace(case, facts=facts, docs=replace(case.docs, version=docs))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The default was changed from ``{}`` to include ``a=True`` and ``b=3600`` for speed.", id="more"),
        pytest.param("The default was changed from ``{}`` to include ``b=3600``.", id="a part of it"),
        pytest.param("The default was changed from ``{}`` to ``{'b': 3600, 'a': True}``.", id="another"),
    ],
)
def test_what_is_there_already(make_case: MakeCase, text: str) -> None:
    (finding,) = versions_told.find(ahead(make_case, "5.5", text))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("wrong-version-changed", None, "5.5")
    assert "5.4.0 already" in finding.message


@pytest.mark.parametrize(
    ("version", "text", "changes"),
    [
        pytest.param("5.5", "The default was changed from ``{}`` to include ``c=1``.", {}, id="not there"),
        pytest.param("5.5", "The default was changed from ``{}`` to include ``a=False``.", {}, id="another value"),
        pytest.param("5.5", f"The default was changed from ``{HAS}`` to ``{{}}``.", {}, id="to come"),
        pytest.param("5.5", "Takes ``a=True`` as well.", {}, id="no default"),
        pytest.param("5.4", "The default was changed from ``{}`` to include ``a=True``.", {}, id="this minor"),
        pytest.param("5.3", "The default was changed from ``{}`` to include ``a=True``.", {}, id="an older one"),
        pytest.param("5.5", "The default was changed from ``{}`` to include ``a=True``.", {"docs": "main"},
                     id="a checkout"),
        pytest.param("5.5", "The default was changed from ``{}`` to include ``a=True``.", {"docs": "5.3.6"},
                     id="docs of another release"),
        pytest.param("6.0", "The default was changed from ``{}`` to include ``a=True``.", {"directive": "deprecated"},
                     id="an announcement"),
    ],
)  # fmt: skip
def test_what_may_come(make_case: MakeCase, version: str, text: str, changes: dict[str, Any]) -> None:
    assert list(versions_told.find(ahead(make_case, version, text, **changes))) == []


@pytest.mark.parametrize(
    ("above", "version", "changes"),
    [
        pytest.param(SETTING, "5.1", {}, id="right"),
        pytest.param(SETTING, "5.1.3", {}, id="a patch release of the right minor"),
        pytest.param(SETTING, "0.9", {}, id="older than what is known"),
        pytest.param(".. setting:: timezone\n\n", "2.5", {}, id="a later release of the minor before"),
        pytest.param(".. setting:: worker_logfile\n\n", "5.5", {}, id="not before that"),
        pytest.param(SETTING, "6.0", {}, id="a minor that is not known"),
        pytest.param(SETTING, "5.5", {}, id="the next minor"),
        pytest.param(SETTING, "soon", {}, id="no version"),
        pytest.param(SETTING + "Some words.\n\n", "5.3", {}, id="something between"),
        pytest.param(SETTING, "5.3", {"indent": "    "}, id="within something else"),
        pytest.param(SETTING, "5.3", {"fields": {"directive": "versionchanged"}}, id="a change"),
        pytest.param(SETTING, "5.3", {"fields": {"directive": "versionadded", "text": "In JSON."}}, id="about a part"),
        pytest.param(".. setting:: other\n\n" + SETTING, "5.3", {}, id="two are declared"),
        pytest.param("``unknown``\n~~~~~~~~~~~\n\n", "5.3", {}, id="not known"),
        pytest.param("", "5.3", {"scope": "celery.app"}, id="a module's docstring"),
    ],
)
def test_leaves_alone(told: Callable[..., Case], above: str, version: str, changes: dict[str, Any]) -> None:
    assert list(versions_told.find(told(above, version, **changes))) == []


DEFAULTS = {
    "default:task_always_eager:5.2": "0 -> None",
    "default:broker_url:5.2": "1 -> 2",
    "default:broker_url:5.3": "2 -> 1",
    "default:broker_url:5.4": "1 -> 2",
    "setting:later": "5.3",
}
CHANGED = "The default was changed from ``{}`` to ``{}``."


@pytest.fixture
def changed(make_case: MakeCase, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Case]:
    monkeypatch.setattr(ancestry, "since", lambda: DEFAULTS)
    keys = facts["settings"]["keys"]
    deprecated = {**keys["task_always_eager"], "deprecate_by": "5.3", "remove_by": "7.0"}
    settings = {**facts["settings"], "keys": {**keys, "timezone": deprecated}}

    def make(setting: str, version: str, directive: str, text: str = "", **changes: Any) -> Case:
        fields = {"directive": directive, "text": text}
        claim = make_claim(version, "version", headings=("Settings", setting), fields=fields, **changes)
        return replace(make_case(claim=claim), facts={**facts, "settings": settings})

    return make


@pytest.mark.parametrize(
    ("setting", "version", "directive", "text", "right"),
    [
        pytest.param("task_always_eager", "5.3", "versionchanged", CHANGED.format(0, None), "5.2", id="default"),
        pytest.param("``task_always_eager``", "5.1", "versionchanged", CHANGED.format(0, None), "5.2", id="as code"),
        pytest.param("timezone", "5.2", "deprecated", "Use another.", "5.3", id="deprecated"),
    ],
)
def test_finds_changes(
    changed: Callable[..., Case], setting: str, version: str, directive: str, text: str, right: str
) -> None:
    (finding,) = versions_told.find(changed(setting, version, directive, text))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("wrong-version-changed", right, version)


@pytest.mark.parametrize(
    ("setting", "version", "directive", "text"),
    [
        pytest.param("task_always_eager", "5.2", "versionchanged", CHANGED.format(0, None), id="right"),
        pytest.param("task_always_eager", "5.3", "versionchanged", CHANGED.format(1, 2), id="another change"),
        pytest.param("task_always_eager", "5.3", "versionchanged", "It is honoured now.", id="no default"),
        pytest.param("broker_url", "5.3", "versionchanged", CHANGED.format(1, 2), id="changed twice"),
        pytest.param("Eager tasks", "5.3", "versionchanged", CHANGED.format(0, None), id="no setting's section"),
        pytest.param("timezone", "5.3", "deprecated", "", id="deprecated, right"),
        pytest.param("task_always_eager", "5.3", "deprecated", "", id="deprecated, the table tells nothing"),
    ],
)
def test_leaves_changes_alone(
    changed: Callable[..., Case], setting: str, version: str, directive: str, text: str
) -> None:
    assert list(versions_told.find(changed(setting, version, directive, text))) == []


def test_covers_changes(changed: Callable[..., Case]) -> None:
    assert versions_told.covers(changed("task_always_eager", "5.2", "versionchanged", CHANGED.format(0, None)))
    assert versions_told.covers(changed("timezone", "5.3", "deprecated"))
    assert not versions_told.covers(changed("broker_url", "5.2", "versionchanged", "It is honoured now."))


def test_covers(told: Callable[..., Case]) -> None:
    assert versions_told.covers(told(SETTING, "5.1"))
    assert not versions_told.covers(told("``unknown``\n~~~~~~~~~~~\n\n", "5.1"))


LIST = ":id: The id.\n{}:origin: Where it is from.\n\n{}:shadow: A name.\n"


def listed(
    told: Callable[..., Case], text: str, version: str, objects: dict[str, dict[str, str]] | None = None
) -> Case:
    """The case of the version in a page of this text, with its lists of attributes and its objects."""
    case = told("", version)
    path = Path(case.docs.root) / "docs/userguide/page.rst"
    path.write_text(text)
    lines = text.split("\n")
    claims = [
        make_claim(line.split(":")[1], "attribute", line=number, fields={"owner": "request"})
        for number, line in enumerate(lines, 1)
        if line.startswith(":")
    ]
    claims += [
        make_claim(name, "object", line=number, fields=fields)
        for number, line in enumerate(lines, 1)
        for name, fields in (objects or {}).items()
        if line.startswith((f".. method:: {name}", f".. attribute:: {name}"))
    ]
    at = next(number for number, line in enumerate(lines, 1) if "versionadded" in line)
    assert case.claim is not None
    return replace(case, page=replace(case.page, claims=tuple(claims)), claim=replace(case.claim, line=at))


BEFORE_START = {"before_start": {"class": "Task", "module": "celery.app.task"}}
SLOWLY = {"Task.retry_slowly": {"module": "celery.app.task"}}


@pytest.mark.parametrize(
    ("text", "version", "objects", "right"),
    [
        pytest.param(LIST.format(".. versionadded:: 5.1\n\n", ""), "5.1", {}, "5.3", id="a list below"),
        pytest.param(LIST.format("", "    .. versionadded:: 5.1\n\n"), "5.1", {}, "5.3", id="in an entry"),
        pytest.param(".. method:: before_start(x)\n\n   Runs.\n\n   .. versionadded:: 5.1\n", "5.1", BEFORE_START,
                     "5.3", id="in a description"),
        pytest.param(".. versionadded:: 5.1\n\n.. attribute:: Task.retry_slowly\n\n   Slow.\n", "5.1", SLOWLY, "5.2",
                     id="above a description"),
    ],
)  # fmt: skip
def test_finds_parts(
    told: Callable[..., Case], text: str, version: str, objects: dict[str, dict[str, str]], right: str
) -> None:
    (finding,) = versions_told.find(listed(told, text, version, objects))
    assert (finding.rule, finding.suggestion) == ("wrong-version-added", right)


@pytest.mark.parametrize(
    ("text", "version", "objects"),
    [
        pytest.param(LIST.format(".. versionadded:: 5.3\n\n", ""), "5.3", {}, id="right"),
        pytest.param(":id: The id.\n\n.. versionadded:: 5.1\n\nSome words.\n\n:origin: Where.\n", "5.1", {},
                     id="words between"),
        pytest.param(".. versionadded:: 5.3\n\n.. attribute:: Task.retry_slowly\n\n   Slow.\n", "5.3", SLOWLY,
                     id="a word may have stood for something else"),
        pytest.param(".. method:: before_start(x)\n\n   Runs.\n\n.. versionadded:: 5.1\n\nWords.\n", "5.1",
                     BEFORE_START, id="behind a description"),
    ],
)  # fmt: skip
def test_leaves_parts_alone(
    told: Callable[..., Case], text: str, version: str, objects: dict[str, dict[str, str]]
) -> None:
    assert list(versions_told.find(listed(told, text, version, objects))) == []


def test_covers_parts(told: Callable[..., Case]) -> None:
    assert versions_told.covers(listed(told, LIST.format(".. versionadded:: 5.3\n\n", ""), "5.3"))
    assert not versions_told.covers(listed(told, "Words.\n\n.. versionadded:: 5.3\n\nMore.\n", "5.3"))


def whatever(told: Callable[..., Case], text: str, *, docs: str = "5.4.0", **changes: Any) -> Case:
    """The case of the version in a page of this text, whatever it is of."""
    case = told("", "5.0")
    (Path(case.docs.root) / "docs/userguide/page.rst").write_text(text)
    number, line = next(each for each in enumerate(text.split("\n"), 1) if "::" in each[1])
    what, version = line.strip(". ").split(":: ")
    fields = {"directive": what, "text": "" if what == "versionadded" else "Words."}
    claim = make_claim(version, "version", line=number, fields=fields, **changes)
    return replace(case, claim=claim, docs=replace(case.docs, version=docs))


#: Below a title, of words, in an entry.
FAST, CHANGE = "Fast\n====\n\n.. versionadded:: {}\n\nFast tasks.\n", "Fast\n====\n\n.. versionchanged:: {}\n\n    {}\n"
TOLD = {
    "versionadded | title | page.rst | Fast": [Telling(first="5.1.0", last="5.4.0", version="5.1")],
    "versionchanged | text | Fast | it is fast": [Telling(first="5.0.0", last="5.4.0", version="4.4")],
}


@pytest.mark.parametrize(
    ("text", "right", "observed"),
    [
        pytest.param(FAST.format("5.0"), "5.1", "the docs of Celery 5.1 are the first", id="told when it came"),
        pytest.param(FAST.format("5.3"), "5.1", "the docs of Celery 5.1 are the first", id="later"),
        pytest.param(CHANGE.format("5.0", "It is fast."), "4.4", "from 5.0.0 on, tell 4.4", id="told ever since"),
        pytest.param(CHANGE.format("5.0", "Set ``worker_pace``."), "5.1", "before Celery 5.1 has worker_pace",
                     id="named before it came"),
        pytest.param(CHANGE.format("5.0", ":meth:`~@retry_slowly` obeys :setting:`worker_pace`."), None,
                     "before Celery 5.2 has retry_slowly", id="two that came later"),
        pytest.param(CHANGE.format("3.2", "Words."), None, "there has been no Celery 3.2", id="never made"),
        pytest.param(CHANGE.format("7.1", "Words."), None, "the docs are of Celery 5.4.0", id="far from now"),
        pytest.param(FAST.format("5.44"), None, "the docs are of Celery 5.4.0", id="a digit twice"),
    ],
)  # fmt: skip
def test_finds_whatever_it_is_of(
    told: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, text: str, right: str | None, observed: str
) -> None:
    monkeypatch.setattr(chronicle, "tellings", lambda: TOLD)
    (finding,) = versions_told.find(whatever(told, text))
    assert finding.suggestion == right
    assert observed in finding.observed


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param(FAST.format("5.1"), {}, id="as told when it came"),
        pytest.param(FAST.format("5.1.3"), {}, id="a later release of that minor"),
        pytest.param(FAST.format("5.0"), {"docs": "5.1.0"}, id="the first to tell"),
        pytest.param(FAST.format("5.0"), {"historical": True}, id="history"),
        pytest.param(CHANGE.format("4.4", "It is fast."), {}, id="as told ever since"),
        pytest.param(CHANGE.format("5.1", "It is fast."), {"docs": "5.1.2"}, id="told by one minor"),
        pytest.param(CHANGE.format("5.1", "It is slow."), {}, id="other words"),
        pytest.param(CHANGE.format("5.2", "Obeys ``worker_pace``."), {}, id="names what was there"),
        pytest.param(CHANGE.format("3.1", "Obeys ``worker_pace``."), {}, id="names have changed since"),
        pytest.param(CHANGE.format("5.0", "Obeys ``pace``."), {}, id="a name that anything may have"),
        pytest.param(CHANGE.format("5.5", "Words."), {}, id="the next minor"),
        pytest.param(CHANGE.format("6.0", "Words."), {}, id="the next major version"),
        pytest.param(CHANGE.format("7.1", "Words."), {"docs": "main"}, id="a checkout"),
        pytest.param(CHANGE.format("7.1", "Words."), {"docs": "5.4.0rc1"}, id="a pre-release"),
        pytest.param(CHANGE.format("0.8", "Words."), {}, id="older than what is known"),
    ],
)  # fmt: skip
def test_leaves_alone_whatever_it_is_of(
    told: Callable[..., Case], monkeypatch: pytest.MonkeyPatch, text: str, changes: dict[str, Any]
) -> None:
    monkeypatch.setattr(chronicle, "tellings", lambda: TOLD)
    assert list(versions_told.find(whatever(told, text, **changes))) == []


def test_covers_what_was_told_when_it_came(told: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "tellings", lambda: TOLD)
    assert versions_told.covers(whatever(told, FAST.format("5.1")))
    assert not versions_told.covers(whatever(told, FAST.format("5.0")))
    # What is only told again and again is not known by that.
    assert not versions_told.covers(whatever(told, CHANGE.format("4.4", "It is fast.")))
