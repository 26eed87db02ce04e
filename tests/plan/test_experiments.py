from __future__ import annotations

import ast
import json
from dataclasses import replace

import pytest

from harness import contexts
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


def test_the_corrected_sentence_and_the_severity_go_with_the_claim(tmp_path):
    experiment = replace(EXPERIMENT, right="It is done.", severity="wrong-value")
    (claim,), _ = planned(tmp_path, "It takes 1 seconds", experiment=experiment)
    assert (claim.fields["right"], claim.fields["severity"]) == ("It is done.", "wrong-value")


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
