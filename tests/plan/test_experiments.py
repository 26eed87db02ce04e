from __future__ import annotations

import ast
import json
from dataclasses import replace

import pytest

from harness import contexts, plan, quotes
from harness.contexts import Context, Experiment
from harness.model import Docs, Page
from harness.plan.experiments import experiments

EXPERIMENT = Experiment(
    id="x", quote="It takes {x:float} seconds", since="5", script="pass", files={}, app="tasks", limit=1,
    reworded=("Is done in {x:float} seconds",),
)  # fmt: skip
PAGE = Page(name="page", file="page.rst", title="Page", samples=(), claims=(), problems=())


def planned(tmp_path, text, version="5.4.0", experiment=EXPERIMENT):
    (tmp_path / "page.rst").write_text(text)
    docs = Docs(version=version, root=str(tmp_path), sha256="0")
    return experiments(docs, PAGE, Context(experiments=(experiment,)))


def test_a_sentence_becomes_a_claim_with_its_slots(tmp_path):
    (claim,), (plan,) = planned(tmp_path, "Title\n=====\n\nNow. It takes\n0.4 seconds.\n")
    assert (claim.line, claim.column, claim.end_line, claim.text) == (4, 6, 5, "It takes\n0.4 seconds")
    assert json.loads(claim.fields["slots"]) == {"x": [5, 1, "0.4"]}
    assert plan.preamble.endswith("claimed = {'x': 0.4}")
    assert (claim.fields["plan"], claim.key) == (plan.key, plan.experiment)


def test_the_same_experiment_with_another_number_is_another_plan(tmp_path):
    keys = {planned(tmp_path, f"It takes {number} seconds.")[1][0].key for number in (1, 2)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("text", "version", "count"),
    [
        pytest.param("Is done in 1 seconds", "5.4.0", 1, id="another wording"),
        pytest.param("Is never done", "5.4.0", 0, id="another sentence"),
        pytest.param("It takes 1 seconds", "4.4.7", 0, id="a release that it is not about"),
        pytest.param("It takes 1 seconds", "main", 1, id="a checkout"),
    ],
)
def test_where_an_experiment_applies(tmp_path, text, version, count):
    assert len(planned(tmp_path, text, version)[0]) == count


@pytest.mark.parametrize(
    ("text", "indent"),
    [
        pytest.param("It takes 1 seconds", 0, id="a paragraph"),
        pytest.param("    It takes 1 seconds", 4, id="an indented one"),
        pytest.param("* It takes 1 seconds", 2, id="an item"),
        pytest.param("10. It takes 1 seconds", 4, id="a numbered item"),
        pytest.param("  limit (int): It takes 1 seconds", 6, id="an argument"),
        pytest.param("  ValueError: It takes 1 seconds", 6, id="an error"),
        pytest.param("``limit``\n  It takes 1 seconds", 2, id="a definition"),
        pytest.param("- It takes 1 seconds\n    and more", 4, id="as the next line"),
        pytest.param("- It takes 1 seconds\n- and more", 2, id="another item"),
        pytest.param("Steps:\n* It takes 1 seconds\n* more", 0, id="what is no list for want of an empty line"),
        pytest.param("Note that: It takes 1 seconds", 0, id="a sentence with a colon"),
    ],
)
def test_where_a_sentence_goes_on(tmp_path, text, indent):
    (claim,), _ = planned(tmp_path, text)
    assert claim.fields["indent"] == str(indent)


@pytest.mark.parametrize(
    ("formerly", "count"),
    [
        pytest.param(("page",), 1, id="under the name that it had"),
        pytest.param(("other",), 0, id="another page"),
    ],
)
def test_a_page_that_was_called_otherwise(tmp_path, formerly, count):
    (tmp_path / "page.rst").write_text("It takes 1 seconds")
    docs = Docs(version="5.0.5", root=str(tmp_path), sha256="0")
    context = Context(page="moved/page", formerly=formerly, experiments=(EXPERIMENT,))
    planned = plan.make(docs, [PAGE], {"moved/page": context}, {})
    assert [claim.page for claim in planned.claims] == ["page"] * count
    assert [use for use in planned.used if use[1] == "experiment[0]"] == [("moved/page", "experiment[0]")] * count


def test_the_corrected_sentence_and_the_severity_go_with_the_claim(tmp_path):
    experiment = replace(EXPERIMENT, right="It is done.", severity="wrong-value")
    (claim,), _ = planned(tmp_path, "It takes 1 seconds", experiment=experiment)
    assert (claim.fields["right"], claim.fields["severity"]) == ("It is done.", "wrong-value")


def test_what_the_entry_says_of_the_mistake_goes_with_the_claim(tmp_path):
    experiment = replace(
        EXPERIMENT, quote="Now. {<}It takes {x:float}{>} s", blame="library", mistake="times", about={"x": "the time"},
        services=("django",),
    )  # fmt: skip
    (claim,), (plan,) = planned(tmp_path, "  Now. It\n  takes 1 s", experiment=experiment)
    assert (claim.text, claim.line, claim.column) == ("It\n  takes 1", 1, 8)
    assert json.loads(claim.fields["slots"]) == {"x": [2, 9, "1"]}
    assert [claim.fields[key] for key in ("blame", "mistake", "indent")] == ["library", "times", "2"]
    assert json.loads(claim.fields["about"]) == {"x": "the time"}
    assert plan.services == ("django",)


@pytest.mark.parametrize(
    ("script", "text", "preamble"),
    [
        pytest.param("corrected", "It takes 1 seconds", "corrected = False", id="the sentence as it is"),
        pytest.param("corrected", "Now: it is\n{not} done.", "corrected = True", id="as it should be"),
        pytest.param("corrected", "It takes 1 seconds, and it is {not} done.", "corrected = False", id="both"),
        pytest.param("pass", "it is {not} done.", None, id="a script that does not know the other sentence"),
        pytest.param("'corrected'", "it is {not} done.", None, id="one that has only the word"),
    ],
)
def test_a_script_may_hold_the_corrected_sentence_too(tmp_path, script, text, preamble):
    experiment = replace(EXPERIMENT, right="it is {not} done.", script=script)
    plans = planned(tmp_path, text, experiment=experiment)[1]
    assert [plan.preamble.splitlines()[-1] for plan in plans] == ([preamble] if preamble else [])


def test_the_corrected_sentence_is_another_plan(tmp_path):
    experiment = replace(EXPERIMENT, quote="It is not so", right="It is so", script="corrected")
    keys = {planned(tmp_path, text, experiment=experiment)[1][0].key for text in ("It is not so", "It is so")}
    assert len(keys) == 2


SAYS = "It takes {x:float} seconds, and the worker has not heard of it 3 times"
ONE = SAYS.replace("{x:float}", "1")


@pytest.mark.parametrize(
    ("experiment", "text", "told"),
    [
        pytest.param(
            {"quote": SAYS},
            "It takes 1 seconds, and the worker\nhas not heard of it 4 times.",
            ([2, 21, "4"], "contradicted('_turned', '3')"),
            id="another number",
        ),
        pytest.param(
            {"quote": SAYS},
            "It takes 1 seconds, and the worker\nhas heard of it 3 times.",
            ([2, 1, "has"], "contradicted('_turned', 'has not')"),
            id="not denied",
        ),
        pytest.param(
            {"quote": "It is so and so", "right": SAYS.replace("{x:float}", "2"), "script": "corrected"},
            "It takes 2 seconds, and the worker has not heard of it 4 times.",
            ([1, 56, "4"], "contradicted('_turned', '3')"),
            id="as it should be, but for a number",
        ),
    ],
)
def test_a_sentence_with_another_word_is_held_to_the_quoted_one(tmp_path, experiment, text, told):
    given = replace(EXPERIMENT, **{"script": "pass", **experiment})
    (claim,), (plan,) = planned(tmp_path, text, experiment=given)
    slot, line = told
    assert json.loads(claim.fields["slots"])["_turned"] == slot
    assert plan.steps[0].source.rstrip().splitlines() == [given.script, line]
    assert plan.key != planned(tmp_path, ONE, experiment=replace(given, quote=SAYS))[1][0].key


@pytest.mark.parametrize(
    ("right", "text"),
    [
        pytest.param("", f"{ONE}. {ONE.replace('3', '4')}", id="the quote stands there, too"),
        pytest.param(ONE.replace("3", "4"), ONE.replace("3", "4"), id="as it should be"),
    ],
)
def test_what_is_not_held_to_the_quoted_one(tmp_path, right, text):
    plans = planned(tmp_path, text, experiment=replace(EXPERIMENT, quote=SAYS, right=right))[1]
    assert not any("_turned" in plan.steps[0].source for plan in plans)


def test_the_projects_own_experiments_are_python_of_every_target():
    for page, context in contexts.load().items():
        for experiment in context.experiments:
            for name, text in {**experiment.files, experiment.id: experiment.script}.items():
                if name.endswith(".py") or text is experiment.script:
                    ast.parse(text, f"{page}:{experiment.id}:{name}", feature_version=(3, 8))


def test_no_page_has_two_experiments_of_one_name():
    for page, context in contexts.load().items():
        ids = [experiment.id for experiment in context.experiments]
        assert len(ids) == len(set(ids)), page


def shared():
    """Scripts that several sentences share: the page, the script, and its experiments."""
    for page, context in contexts.load().items():
        scripts: dict[str, list[Experiment]] = {}
        for experiment in context.experiments:
            scripts.setdefault(experiment.script, []).append(experiment)
        for script, experiments_of_it in scripts.items():
            # What shows one mistake is about all the sentences that have it.
            one = bool(experiments_of_it[0].mistake) and len({each.mistake for each in experiments_of_it}) == 1
            if len(experiments_of_it) > 1 and not one:
                yield page, ast.parse(script), experiments_of_it


def test_a_shared_script_says_which_sentence_is_not_so():
    for page, script, sharing in shared():
        called = [node for node in ast.walk(script) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        named = {
            argument.value
            for call in called
            if call.func.id == "holds"
            for argument in call.args[2:]
            if isinstance(argument, ast.Constant)
        }
        asserting = any(isinstance(node, ast.Assert) for node in ast.walk(script))
        for experiment in sharing:
            slots = quotes.names(experiment.quote)
            assert slots or experiment.id in named, f"{page}: nothing in its script is about {experiment.id}"
            assert slots or not asserting, f"{page}: an assertion may be about another sentence than {experiment.id}"


def test_a_script_is_told_for_which_sentence_it_is_run(tmp_path):
    (plan,) = planned(tmp_path, "It takes 1 seconds")[1]
    assert "proving('x')" in plan.preamble.splitlines()
