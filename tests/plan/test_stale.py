from __future__ import annotations

from dataclasses import replace

import pytest

from harness import plan
from harness.contexts import Context, Experiment, SampleEntry, ServiceEntry
from harness.model import Docs, Page
from harness.plan.stale import stale
from harness.registry.languages import LANGUAGES

EXPERIMENT = Experiment(id="x", quote="It is  so.", since="1", script="", files={}, app="tasks", limit=1)


def keys(tmp_path, samples, context, *, default=None, text=""):
    """Stale keys over a release of one page."""
    (tmp_path / "page.rst").write_text(text)
    docs = Docs(version="1", root=str(tmp_path), sha256="0")
    numbered = [replace(item, key=f"page:{number}:1") for number, item in enumerate(samples)]
    page = Page(name="page", file="page.rst", title="", samples=tuple(numbered), claims=(), problems=())
    given = {"": default or Context(), "page": replace(context, page="page")}
    used = plan.make(docs, [page], given, LANGUAGES).used
    return [(item.file, item.key) for item in stale(given, used)]


def entry(opens, **changes):
    return SampleEntry(opens=opens, heading="", **changes)


NAMES = {"add": "from proj.tasks import add"}


@pytest.mark.parametrize(
    ("code", "context"),
    [
        pytest.param(">>> add(1, 1)", Context(worlds=("proj",), names=NAMES), id="a name and its world"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> x", reason="destructive"),)), id="a reason"),
        pytest.param(">>> x = y", Context(samples=(entry(">>> x", names={"y": "y = 1"}),)), id="a name of a sample"),
        pytest.param(">>> x = 1", Context(services=("sqlite",)), id="a service of the page"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> x", services=("sqlite",)),)), id="a service of a sample"),
        pytest.param(">>> import tasks", Context(samples=(entry(">>> import", worlds=("tasks",)),)), id="a world of a sample"),
        pytest.param(">>> x = y", Context(worlds=("tasks",), samples=(entry(">>> x", names={"y": "from tasks import add as y"}),)), id="a world that a statement speaks of"),
        pytest.param("app.config_from_object('celeryconfig')", Context(worlds=("celeryconfig", "proj"), names={"app": "from proj.celery import app"}), id="a world that a string names"),
        pytest.param("def f(): pass", Context(samples=(entry("def f", file="jobs.py"),)), id="a file"),
        pytest.param("import eventlet", Context(beside=(ServiceEntry(name="eventlet", worlds=(), before="x = 1"),)), id="beside a service"),
        pytest.param(">>> x = 1", Context(experiments=(replace(EXPERIMENT, quote="It is so."),)), id="an experiment"),
    ],
)  # fmt: skip
def test_what_is_needed(sample, tmp_path, code, context):
    language = "pycon" if code.startswith(">>>") else "python"
    assert keys(tmp_path, [sample(code, language)], context, text="It is\nso.") == []


@pytest.mark.parametrize(
    ("code", "context", "expected"),
    [
        pytest.param(">>> 1", Context(names=NAMES), ["names.add"], id="no sample needs the name"),
        pytest.param(">>> add = 1\n>>> add", Context(names=NAMES), ["names.add"], id="the sample binds the name itself"),
        pytest.param(">>> add(lost)", Context(names=NAMES), ["names.add"], id="the sample is not run for another reason"),
        pytest.param(">>> 1", Context(worlds=("proj", "tasks")), ["worlds[1]"], id="no sample speaks of the world; the worker's is proj"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> z", reason="destructive"),)), ["sample[0]"], id="no sample opens so"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> x", reason="destructive"), entry(">>> x", services=("s3",)))), ["sample[1]"], id="another entry has the sample"),
        pytest.param(">>> x = lost", Context(samples=(entry(">>> x", services=("sqlite",)),)), ["sample[0].services"], id="a service of a sample that is not run"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> x", names={"y": "y = 1", "z": "z = 1"}),)), ["sample[0].names.y", "sample[0].names.z"], id="names of a sample that has none"),
        pytest.param(">>> x = 1", Context(samples=(entry(">>> x", worlds=("tasks",)),)), ["sample[0].worlds"], id="a world of a sample that speaks of none"),
        pytest.param("x =", Context(services=("sqlite",)), ["services[0]"], id="a page on which nothing is run"),
        pytest.param("x = 1", Context(beside=(ServiceEntry(name="eventlet", worlds=(), before="x = 1"),)), ["service[0]"], id="nothing runs beside the service"),
        pytest.param("x = 1", Context(experiments=(EXPERIMENT,)), ["experiment[0]"], id="the sentence has changed"),
    ],
)  # fmt: skip
def test_what_is_stale(sample, tmp_path, code, context, expected):
    language = "pycon" if code.startswith(">>>") else "python"
    found = keys(tmp_path, [sample(code, language)], context, text="It was so.")
    assert found == [("page.toml", key) for key in expected]


def test_a_page_that_is_not_there_needs_nothing():
    (found,) = stale({"gone": Context(page="gone", names=NAMES)}, frozenset({("", "names.add")}))
    assert (found.file, found.key) == ("gone.toml", "names.add")


def test_what_two_entries_say_in_the_same_words_is_needed_by_both(sample, tmp_path):
    same, other = entry(">>> x", names={"y": "y = 1"}), entry(">>> z", names={"y": "y = 1"})
    samples = [sample(">>> x = y", "pycon"), sample(">>> z = y", "pycon")]
    assert keys(tmp_path, samples, Context(samples=(same, other))) == []
    other = replace(other, names={"y": "y = 2"})
    assert keys(tmp_path, samples, Context(samples=(same, other))) == [("page.toml", "sample[1].names.y")]


def test_a_world_that_no_context_names():
    given = {
        "": Context(
            worlds=("a",),
            samples=(entry("x", worlds=("b",)),),
            beside=(ServiceEntry(name="s3", worlds=("c",), before=""),),
        )
    }
    found = stale(given, frozenset(), ["a", "b", "c", "d"])
    assert [item.file for item in found if not item.key] == ["worlds/d"]


def test_the_page_goes_before_the_default(sample, tmp_path):
    default = Context(worlds=("proj",), names=NAMES)
    own = Context(names={"add": "add = max"})
    assert keys(tmp_path, [sample(">>> add(1, 1)", "pycon")], own, default=default) == [("default.toml", "names.add")]
