"""Every operator: what it changes on a page, and what it leaves alone."""

from __future__ import annotations

import pytest

from harness.model import Page
from harness.mutate import Material, Mutant, Operator, possible
from harness.mutate.near import near
from harness.registry.operators import OPERATORS
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

KNOWN = frozenset({"Celery", "chain", "canvas", "apply_async", "revoke", "countdown", "task_serializer", "inspect"})
INTERFACE = frozenset({"apply_async", "revoke", "delay", "get", "add_periodic_task", "append"})
SETTINGS = frozenset({"task_serializer"})


def _seeded(operator: Operator, page: Page, text: str, *, gone: bool = False) -> list[Mutant]:
    lines = text.split("\n")
    material = Material(
        page=page,
        lines=lambda file: lines,
        known=KNOWN,
        interface=INTERFACE,
        settings=SETTINGS,
        celery=lambda module: module.partition(".")[0] == "celery" or module == "kombu",
        commands=frozenset({"worker"}),
        gone=lambda claim: gone,
    )
    return possible([material], {"it": operator})["it"]


def _page(code: str, language: str) -> tuple[Page, str]:
    """A page with one sample, and its text: the sample's places are those of the text."""
    sample = make_sample(code, language)
    text = "\n" * (sample.lines[0] - 1) + "\n".join(
        " " * (column - 1) + line for column, line in zip(sample.columns, code.split("\n"), strict=True)
    )
    page = Page(name=sample.page, file=sample.file, title="", samples=(sample,), claims=(), problems=())
    return page, text


#: A name that is near: which one, is what the tests of `near` are about.
NEAR = "?"


@pytest.mark.parametrize(
    ("name", "code", "language", "changes"),
    [
        pytest.param("attribute", "x.apply_async()", "python", [("apply_async", NEAR)], id="attribute"),
        pytest.param("attribute", "x.other()\ny.append(1)", "python", [], id="attribute of nobody, or of lists"),
        pytest.param("imported-name", "from celery import chain as c", "python", [("chain", NEAR)], id="name"),
        pytest.param("imported-name", "from proj import chain", "python", [], id="name of the reader's"),
        pytest.param("module", "from celery.canvas import chain", "python", [("canvas", NEAR)], id="module"),
        pytest.param("module", "from celery import chain", "python", [], id="top module"),
        pytest.param("keyword", ">>> x.revoke(countdown=1)", "pycon", [("countdown", NEAR)], id="keyword"),
        pytest.param("keyword", "x.delay(countdown=1)", "python", [], id="keyword of a task"),
        pytest.param("dropped-argument", "add.delay(2, 3)", "python", [(", 3", "")], id="an argument less"),
        pytest.param("dropped-argument", "add.delay(2)", "python", [], id="one argument"),
        pytest.param("added-argument", "add.delay(2, 3)", "python", [("3", "3, 3")], id="an argument more"),
        pytest.param("added-argument", "add.delay(*x)", "python", [], id="unknown arguments"),
        pytest.param(
            "added-argument", "from tasks import add\nadd.delay(2)", "python", [], id="a task of the reader's"
        ),
        pytest.param("dropped-argument", "def f():\n    add.delay(2, 3)", "python", [], id="a task nobody defines"),
        pytest.param(
            "dropped-argument",
            "@app.task\ndef add(x, y):\n    pass\ndef f():\n    add.delay(2, 3)",
            "python",
            [(", 3", "")],
            id="a task that the page defines",
        ),
        pytest.param("swapped-arguments", "cache.append(3.0, t)", "python", [], id="of others"),
        pytest.param("keyword", "cache.revoke(countdown=1)", "python", [], id="keyword of others"),
        pytest.param("attribute", "cache.revoke", "python", [], id="attribute of others"),
        pytest.param(
            "swapped-arguments", "x.add_periodic_task(3.0, t)", "python", [("3.0, t", "t, 3.0")], id="swapped"
        ),
        pytest.param("swapped-arguments", "x.revoke('a', 'b')", "python", [], id="arguments of one kind"),
        pytest.param("literal", ">>> add(2).get()\n5", "pycon", [("2", "3")], id="literal"),
        pytest.param("literal", ">>> add(2)\n<AsyncResult: x>", "pycon", [], id="literal, no value shown"),
        pytest.param("shown-value", ">>> x\n[4, 5]", "pycon", [("[4, 5]", "[5, 5]")], id="shown value"),
        pytest.param("shown-value", ">>> x\nTrue", "pycon", [("True", "False")], id="shown truth"),
        pytest.param("shown-value", ">>> x\n<AsyncResult: 4>", "pycon", [], id="shown, but no value"),
        pytest.param("shown-type", ">>> x\n4", "pycon", [("4", "'4'")], id="shown type"),
        pytest.param("shown-shape", ">>> x\n[4]", "pycon", [("[4]", "4")], id="shown list"),
        pytest.param("shown-shape", ">>> x\n4", "pycon", [("4", "[4]")], id="shown value in a list"),
        pytest.param("shown-key", ">>> x\n{'a b': 4}", "pycon", [], id="shown key that is no name"),
        pytest.param(
            "deleted-import", "import celery\nimport os\ncelery.x", "python", [("import celery", "")], id="import"
        ),
        pytest.param("deleted-import", "import celery\nimport os\nx", "python", [], id="import without use"),
        pytest.param("deleted-import", "import celery\ncelery.x", "python", [], id="the only import"),
        pytest.param(
            "deleted-import", "import sys\nfrom django.x import cache\ncache.x", "python", [], id="what may be anything"
        ),
        pytest.param(
            "deleted-import",
            "from django.y import z\nfrom django.x import a\na.x",
            "python",
            [("from django.x import a", "")],
            id="one of two imports of others",
        ),
        pytest.param(
            "deleted-import", "import os\nfrom celery import chain as _\n_('x')", "python", [], id="what translates"
        ),
        pytest.param("prompt", ">>> x\n4", "pycon", [(">>> ", ">> ")], id="prompt"),
        pytest.param("colon", "def f():\n    pass", "python", [(":", "")], id="colon"),
        pytest.param("bracket", "f(1)\nx", "python", [(")", "")], id="bracket"),
        pytest.param("bracket", "x = 1\n# (or 2)\ny = 3  # (or 4)", "python", [], id="bracket in a comment"),
        pytest.param("indentation", "def f():\n    pass", "python", [("    pass", "pass")], id="indentation"),
        pytest.param("used-setting", "task_serializer = 1", "python", [("task_serializer", NEAR)], id="setting"),
        pytest.param("used-setting", "other = 1", "python", [], id="no setting"),
        pytest.param(
            "option", "$ celery worker --loglevel=INFO -c 1", "console", [("--loglevel=INFO", NEAR)], id="option"
        ),
        pytest.param("option", "$ celery flower --port=5555", "console", [], id="option of a command of others"),
        pytest.param("option", "$ celery <command> --help", "console", [], id="option of any command"),
        pytest.param("subcommand", "$ celery -A proj worker", "console", [("worker", NEAR)], id="sub-command"),
        pytest.param(
            "option-order",
            "$ celery -A proj worker -l I",
            "console",
            [("celery -A proj worker", "celery worker -A proj")],
            id="order",
        ),
        pytest.param("option-order", "$ celery worker", "console", [], id="no application"),
    ],
)
def test_samples(name: str, code: str, language: str, changes: list[tuple[str, str]]) -> None:
    page, text = _page(code, language)
    made = _seeded(OPERATORS[name], page, text)
    assert [mutant.old for mutant in made] == [old for old, _ in changes]
    for mutant, (_, new) in zip(made, changes, strict=True):
        assert mutant.new not in KNOWN if new == NEAR else mutant.new == new


def test_what_shows_in_a_result_is_found_where_it_was_compared() -> None:
    page, text = _page(">>> x.get(timeout=1)\n[4,\n 5]\n>>> y\n6", "pycon")
    first = page.samples[0].lines[0]
    (literal,) = _seeded(OPERATORS["literal"], page, text)
    assert (literal.line, literal.shows) == (first, (first + 1, first + 2))
    assert literal.compared and literal.by_run and literal.within
    (value,) = _seeded(OPERATORS["shown-value"], page, text)
    assert (value.line, value.shows, value.compared) == (first + 4, (), True)


@pytest.mark.parametrize(
    ("kind", "text", "fields", "changes"),
    [
        pytest.param("setting", "task_serializer", {}, [("task_serializer", NEAR)], id="setting"),
        pytest.param("default", "4.0 seconds", {}, [("4.0", "5.0")], id="default that is no whole number"),
        pytest.param("default", "Enabled since 3.0.", {}, [("Enabled", "Disabled")], id="default since a version"),
        pytest.param("default", "No time limit.", {"form": "text"}, [], id="default in prose"),
        pytest.param("default", "celerydb.", {"form": "text"}, [("celerydb", NEAR)], id="default in a word"),
        pytest.param("command", "celery inspect", {}, [("inspect", NEAR)], id="sub-command"),
        pytest.param("command", "kill -9 <pid>", {}, [("kill", NEAR)], id="program"),
        pytest.param("command", "./run.sh", {}, [], id="a program of the reader's"),
        pytest.param("default", "3 minutes", {}, [("3", "4")], id="default"),
        pytest.param("default", "Disabled by default", {}, [("Disabled", "Enabled")], id="default in words"),
        pytest.param("version", "5.2", {}, [("5.2", "5.1"), ("5.2", "5.22")], id="version"),
        pytest.param("version", "5.0", {}, [("5.0", "5.1")], id="first of a major release"),
        pytest.param("xref", "~@control.revoke", {"role": "meth"}, [("revoke", NEAR)], id="reference"),
        pytest.param("xref", "guide-tasks", {"role": "ref"}, [], id="reference to a place"),
        pytest.param("literal", "canvas.chain()", {}, [("chain", NEAR)], id="literal"),
        pytest.param("literal", "chain", {}, [], id="literal that may be anything"),
        pytest.param("literal", "repr(chain)", {}, [], id="literal that is Python's"),
        pytest.param("literal", "proj.chain", {}, [], id="literal that is the reader's"),
        pytest.param("literal", "kombu.gone.chain", {}, [], id="literal of what has been there"),
        pytest.param("literal", "%h.chain", {"form": "file"}, [], id="a file"),
        pytest.param(
            "experiment", "It is 5 seconds in `5` of [5]\n5. tries", {}, [("5", "6")], id="number that is said"
        ),
        pytest.param("denial", "It is done.", {}, [("is", "is not")], id="a denial more"),
        pytest.param("denial", "It is not done.", {}, [("is not", "is")], id="a denial less"),
        pytest.param("denial", "It waits if it is done.", {}, [], id="under a condition"),
        pytest.param("experiment", "retried 3 times", {}, [("3", "4")], id="number of a sentence"),
    ],
)
def test_claims(kind: str, text: str, fields: dict[str, str], changes: list[tuple[str, str]]) -> None:
    claim = make_claim(text, "experiment" if kind == "denial" else kind, fields=fields)
    page = Page(name=claim.page, file=claim.file, title="", samples=(), claims=(claim,), problems=())
    made = _seeded(OPERATORS[f"claim-{kind}"], page, "\n\n      " + text)
    assert [mutant.old for mutant in made] == [old for old, _ in changes]
    for mutant, (_, new) in zip(made, changes, strict=True):
        assert mutant.new not in KNOWN if new == NEAR else mutant.new == new


def test_what_is_told_as_gone_has_no_right_name() -> None:
    claim = make_claim("celery.canvas.chain", "literal", fields={"form": "literal"})
    page = Page(name=claim.page, file=claim.file, title="", samples=(), claims=(claim,), problems=())
    text = "\n\n      celery.canvas.chain"
    assert _seeded(OPERATORS["claim-literal"], page, text)
    assert not _seeded(OPERATORS["claim-literal"], page, text, gone=True)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_near_name_is_another_one_of_the_same_form_each_time_the_same(name: str) -> None:
    made = near(name, KNOWN)
    assert made is not None and made not in KNOWN and made.isidentifier()
    assert near(name, KNOWN) == made
    assert near(name, KNOWN | {made}) != made


def test_a_deleted_import_is_told_where_its_name_is_used() -> None:
    page, text = _page("import celery\nimport os\ncelery.x", "python")
    assert all(mutant.within for mutant in _seeded(OPERATORS["deleted-import"], page, text))


def test_what_is_said_in_a_sample_is_left_to_its_operators() -> None:
    sample = make_sample("x = 5", lines=(3,))
    claim = make_claim("x = 5", "experiment", file=sample.file, page=sample.page)
    page = Page(name=sample.page, file=sample.file, title="", samples=(sample,), claims=(claim,), problems=())
    assert not _seeded(OPERATORS["claim-experiment"], page, "\n\n      x = 5")


def test_words_that_do_not_stand_where_they_should_are_left_alone() -> None:
    page, text = _page("x.apply_async()", "python")
    assert not _seeded(OPERATORS["attribute"], page, text.replace("apply", "reply"))


def test_history_is_left_alone() -> None:
    sample = make_sample("x.apply_async()", historical=True)
    page = Page(name=sample.page, file=sample.file, title="", samples=(sample,), claims=(), problems=())
    assert not _seeded(OPERATORS["attribute"], page, "\n" * 9 + "    x.apply_async()")
