"""Arguments, exceptions and types that docstrings name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import parameters
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
REVOKE = "celery.app.control.Control.revoke_by_stamped_headers"
SECURITY = "celery.app.base.Celery.setup_security"


@pytest.mark.parametrize(
    ("kind", "text", "scope", "fields", "rule", "suggestion"),
    [
        ("parameter", "conection", "celery.app.control.Control.purge", {}, "unknown-parameter", "connection"),
        ("parameter", "queue", "celery.app.control.Control.purge", {}, "unknown-parameter", None),
        ("parameter", "*args", "celery.app.control.Control.purge", {}, "unknown-parameter", None),
        ("parameter", "ap", "celery.app.control.Control", {}, "unknown-parameter", None),
        ("argument-default", "md5", SECURITY, {"default": "'md5'"}, "wrong-argument-default", "'sha256'"),
        ("type", "celery.app.contrl.Control", "celery.app", {}, "unknown-type", "celery.app.control.Control"),
        ("raises", "celery.exceptions.Nothing", "celery.app", {}, "unknown-type", None),
        ("parameter", "destinations", REVOKE, {}, "unknown-parameter", "destination"),
        ("type", "datetime.timeelta", "celery.app", {}, "unknown-type", "datetime.timedelta"),
        ("raises", "Valuerror", "celery.app", {}, "unknown-type", "ValueError"),
        ("argument-default", "md5", SECURITY, {"default": "md5"}, "wrong-argument-default", "'sha256'"),
    ],
)
def test_finds(
    make_case: MakeCase, kind: str, text: str, scope: str, fields: dict[str, str], rule: str, suggestion: str | None
) -> None:
    subject = "digest" if kind == "argument-default" else text.lstrip("*")
    claim = make_claim(text, kind, scope=scope, subject=subject, fields=fields, headings=())
    (finding,) = parameters.find(make_case(claim=claim))
    assert (finding.rule, finding.suggestion, finding.place.text) == (rule, suggestion, text)


@pytest.mark.parametrize(
    ("kind", "text", "scope", "fields"),
    [
        pytest.param("parameter", "connection", "celery.app.control.Control.purge", {}, id="taken"),
        pytest.param("parameter", "anything", REVOKE, {}, id="handed on"),
        pytest.param("parameter", "*args", REVOKE, {}, id="all the others"),
        pytest.param("parameter", "app", "celery.app.control.Control", {}, id="a class takes what its __init__ takes"),
        pytest.param("parameter", "x", "celery.app.nowhere.function", {}, id="a callable that is not known"),
        pytest.param("parameter", "x", "celery.app.control", {}, id="no callable"),
        pytest.param("argument-default", "x", "celery.app.control.Control.purge", {"default": "'x'"}, id="None: open"),
        pytest.param("argument-default", "sha256", SECURITY, {"default": "sha256"}, id="a bare word"),
        pytest.param("type", "pymongo.errors.Gone", "celery.app", {}, id="another distribution's"),
        pytest.param("type", "datetime.moment", "celery.app", {}, id="perhaps of another Python"),
        pytest.param("raises", "Unheard", "celery.app", {}, id="no path"),
        pytest.param("raises", "KeyError", "celery.app", {}, id="Python's own"),
        pytest.param("type", "Valuerror", "celery.app", {}, id="a type without a path"),
        pytest.param("argument-default", "digest", SECURITY, {"default": "digest"}, id="another argument"),
    ],
)
def test_leaves_alone(make_case: MakeCase, kind: str, text: str, scope: str, fields: dict[str, str]) -> None:
    subject = "connection" if kind == "argument-default" else text.lstrip("*")
    subject = "digest" if scope == SECURITY else subject
    claim = make_claim(text, kind, scope=scope, subject=subject, fields=fields, headings=())
    assert list(parameters.find(make_case(claim=claim))) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("abstract.TimeLimitExceedde", "TimeLimitExceeded", id="a slip for a name of the release"),
        pytest.param("abstract.TimeLimitExceeded", None, id="a name of the release"),
        pytest.param("pymongo.errors.Nonee", None, id="one word: who knows what others have"),
    ],
)
def test_a_path_of_others(make_case: MakeCase, text: str, right: str | None) -> None:
    claim = make_claim(text, "raises", scope="celery.app", headings=())
    made = make_case(claim=claim)
    known = {**made.facts, "exceptions": ["TimeLimitExceeded"]}
    found = list(parameters.find(dataclasses.replace(made, facts=known)))
    assert [(each.rule, each.suggestion) for each in found] == ([("misspelt-name", right)] if right else [])
    assert all(each.place.column == 7 + text.index(each.place.text) for each in found)


def test_a_default_that_the_code_takes_in_place_of_none(make_case: MakeCase, tmp_path: Path) -> None:
    scope, file = "celery.app.control.Control.purge", "celery/app/control.py"
    (tmp_path / "celery" / "app").mkdir(parents=True)
    (tmp_path / file).write_text(
        "class Control:\n    def purge(self, connection=None):\n        return connection or 2\n"
    )
    for told, suggestions in (("3", ["2"]), ("2", []), ("None", [])):
        fields = {"default": told}
        claim = make_claim(told, "argument-default", scope=scope, subject="connection", fields=fields, file=file)
        made = make_case(claim=dataclasses.replace(claim, headings=()))
        made = dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))
        assert [each.suggestion for each in parameters.find(made)] == suggestions


@pytest.mark.parametrize(
    ("line", "told", "suggestions"),
    [
        pytest.param("    connection (Callable, optional): It. Defaults to True.", "True", ["None"], id="no truth"),
        pytest.param(
            "    connection (bool, optional): It. Defaults to True.", "True", [], id="a truth, perhaps computed"
        ),
        pytest.param("    connection: It. Defaults to True.", "True", [], id="of nobody knows what kind"),
        pytest.param("    connection (Callable): It. Defaults to None.", "None", [], id="as it is"),
        pytest.param("    connection (int): It. Defaults to 3.", "3", [], id="a number, perhaps computed"),
    ],
)
def test_true_for_nothing(make_case: MakeCase, tmp_path: Path, line: str, told: str, suggestions: list[str]) -> None:
    scope, file = "celery.app.control.Control.purge", "celery/app/control.py"
    (tmp_path / "celery/app").mkdir(parents=True)
    (tmp_path / file).write_text(f"class Control:\n    def purge(self, connection=None):\n{line}\n")
    fields = {"default": told}
    claim = make_claim(told, "argument-default", scope=scope, subject="connection", fields=fields, file=file)
    made = make_case(claim=dataclasses.replace(claim, headings=()))
    made = dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))
    assert [each.suggestion for each in parameters.find(made)] == suggestions


@pytest.mark.parametrize(
    ("body", "told", "suggestions"),
    [
        pytest.param("app.send(1, **options)", "False", ["True"], id="another than that of what it is handed to"),
        pytest.param("app.send(1, **options)", "True", [], id="that one"),
        pytest.param("app.send(1, **options.get('trail'))", "False", [], id="not handed on whole"),
        pytest.param("app.send(options.pop('trail'), **options)", "False", [], id="looked at itself"),
        pytest.param("app.post(1, **options)", "False", [], id="one of two"),
        pytest.param("app.gone(1, **options)", "False", [], id="nobody knows to what"),
    ],
)
def test_the_default_of_what_it_is_handed_on_to(
    make_case: MakeCase, tmp_path: Path, body: str, told: str, suggestions: list[str]
) -> None:
    scope, file = "celery.app.control.Control.purge", "celery/app/control.py"
    (tmp_path / "celery/app").mkdir(parents=True)
    (tmp_path / file).write_text(f"class Control:\n    def purge(self, **options):\n        return {body}\n")
    claim = make_claim(told, "argument-default", scope=scope, subject="trail", fields={"default": told}, file=file)
    made = make_case(claim=dataclasses.replace(claim, headings=()))
    members = [
        {name: {"kind": "method", "signature": [["self", "either"], ["trail", "either", default]]}}
        for name, default in (("send", "True"), ("post", "True"), ("post", "False"))
    ]
    classes = {f"celery.Mini{index}": {"mro": [], "members": each} for index, each in enumerate(members)}
    facts = {**made.facts, "classes": {**made.facts["classes"], **classes}}
    made = dataclasses.replace(made, facts=facts, docs=dataclasses.replace(made.docs, root=str(tmp_path)))
    assert [each.suggestion for each in parameters.find(made)] == suggestions
    assert parameters.covers(made) is (told == "True")


def test_a_module_that_is_imported(make_case: MakeCase) -> None:
    def found(text: str) -> list[str | None]:
        made = make_case(claim=make_claim(text, "type", scope="celery.app.mini.run", headings=()))
        members = {"control": {"kind": "module", "ref": "celery.app.control"}}
        facts = {**made.facts, "modules": {**made.facts["modules"], "celery.app.mini": {"members": members}}}
        made = dataclasses.replace(made, facts=facts)
        assert parameters.covers(made) is text.startswith("control.")
        return [each.suggestion for each in parameters.find(made)]

    assert found("control.Contrl") == ["control.Control"]
    assert found("control.Control") == found("others.Contrl") == []


def test_none_is_no_default_where_another_is_told(make_case: MakeCase) -> None:
    def covers(told: str) -> bool:
        scope = "celery.app.control.Control.purge"
        claim = make_claim(told, "argument-default", scope=scope, subject="connection", fields={"default": told})
        return parameters.covers(make_case(claim=dataclasses.replace(claim, headings=())))

    assert covers("None")
    assert not covers("what,ever")


def test_covers(make_case: MakeCase) -> None:
    def covers(text: str, kind: str, scope: str) -> bool:
        return parameters.covers(make_case(claim=make_claim(text, kind, scope=scope, headings=())))

    assert covers("connection", "parameter", "celery.app.control.Control.purge")
    assert not covers("anything", "parameter", REVOKE)
    assert covers("KeyError", "raises", "celery.app")
    assert not covers("Unheard", "raises", "celery.app")


MODULE = """
class Control:
    def revoke_by_stamped_headers(self, headers, destination=None, terminate=False, **kwargs):
        return kwargs.pop('lookahead', None), kwargs.pop('lat')
"""


@pytest.fixture
def revoke(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    """A case of an argument of a method that takes any, in whose docstring stand others as well."""

    def make(text: str, *others: str, scope: str = REVOKE) -> Case:
        file = "celery/app/control.py"
        (tmp_path / "celery/app").mkdir(parents=True)
        (tmp_path / file).write_text(MODULE)
        given = {"kind": "parameter", "scope": scope, "file": file, "headings": ()}
        made = make_case(claim=make_claim(text, subject=text.lstrip("*"), **given))
        claims = tuple(make_claim(each, key=each, **given) for each in others)
        page = dataclasses.replace(made.page, claims=claims)
        return dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)), page=page)

    return make


@pytest.mark.parametrize(
    ("text", "others", "right"),
    [
        pytest.param("destinaton", (), "destination", id="a letter less"),
        pytest.param("**kwagrs", (), "**kwargs", id="all the others"),
        pytest.param("**loookahead", (), "**lookahead", id="all the others, by another name of the code"),
        pytest.param("kwagrs", (), "kwargs", id="all the others, without stars"),
        pytest.param("loookahead", ("headers",), "lookahead", id="a word of the code"),
        pytest.param("task_di", (), "task_id", id="an argument of others"),
    ],
)
def test_finds_slips_where_anything_is_taken(revoke, text: str, others: tuple[str, ...], right: str) -> None:
    (finding,) = parameters.find(revoke(text, *others))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-parameter", text, right)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        pytest.param("lookahead", (), id="a word of the code"),
        pytest.param("header", ("headers",), id="nearly one that is told as well"),
        pytest.param("**options", (), id="all the others, by another name"),
        pytest.param("latitude", (), id="like nothing"),
        pytest.param("lta", (), id="too short for a word of the code"),
    ],
)
def test_leaves_alone_what_may_be_taken(revoke, text: str, others: tuple[str, ...]) -> None:
    assert list(parameters.find(revoke(text, *others))) == []


def test_finds_slips_where_it_is_not_known_what_is_taken(revoke) -> None:
    (finding,) = parameters.find(revoke("destinaton", scope="celery.app.nowhere.function"))
    assert finding.suggestion == "destination"


def test_a_word_of_the_code_is_taken(revoke) -> None:
    assert parameters.covers(revoke("lookahead"))


ANNOTATED = """\
from typing import Iterable, Optional

import celery.app.control as whole
from celery import canvas
from celery.app.control import Inspect


class Control:
    def purge(self, one: Inspect, two: 'Optional[canvas.Signature]', three: int, four, five: whole.Inspect):
        pass

    def revoke(self) -> Iterable[Inspect]:
        pass
"""


@pytest.mark.parametrize(
    ("method", "argument", "suggestion"),
    [
        pytest.param("purge", "one", "celery.app.control.Inspect", id="the annotation, by its import"),
        pytest.param("purge", "two", "celery.canvas.Signature", id="within what holds it"),
        pytest.param("purge", "three", None, id="a builtin"),
        pytest.param("purge", "four", None, id="no annotation"),
        pytest.param("purge", "five", None, id="not imported by a path of its own"),
        pytest.param("purge", "six", None, id="another argument"),
        pytest.param("revoke", "", "celery.app.control.Inspect", id="what is returned"),
    ],
)
def test_an_annotation_says_what_a_type_is_called(
    make_case: MakeCase, tmp_path: Path, method: str, argument: str, suggestion: str | None
) -> None:
    scope, file = f"celery.app.control.Control.{method}", "celery/app/control.py"
    (tmp_path / "celery" / "app").mkdir(parents=True)
    (tmp_path / file).write_text(ANNOTATED)
    claim = make_claim("celery.app.control.Gone", "type", scope=scope, file=file, headings=())
    told = make_claim(argument, "parameter", scope=scope, file=file, headings=())
    case = make_case(claim=claim)
    page = dataclasses.replace(case.page, claims=(told, claim) if argument else (claim,))
    (finding,) = parameters.find(
        dataclasses.replace(case, page=page, docs=dataclasses.replace(case.docs, root=str(tmp_path)))
    )
    assert (finding.rule, finding.suggestion) == ("unknown-type", suggestion)
