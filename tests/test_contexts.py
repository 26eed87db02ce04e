from __future__ import annotations

import ast

import pytest
from rich.console import Console

from harness import contexts, listing
from harness.errors import UsageError
from harness.plan import packages, worlds
from harness.plan.readings import imported
from harness.plan.worlds import Worlds
from harness.progress import Progress
from harness.registry.services import SERVICES


def test_the_projects_own_contexts_are_sound():
    loaded = contexts.load()
    assert loaded[""].names["app"] == "from proj.celery import app"
    assert {experiment.id for experiment in loaded["userguide/workers"].experiments} >= {"revoke-by-stamp"}


def test_worlds_are_real_files():
    files = contexts.world_files(("proj", "tasks"))
    assert set(files) >= {"proj/__init__.py", "proj/celery.py", "proj/tasks.py", "tasks.py"}
    for name, text in files.items():
        compile(text, name, "exec")


EXPERIMENT = '[[experiment]]\nid="a"\nquote="q {x}"\nsince="5"\nscript="a.py"\napp="x"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("x = ", "page.toml: not TOML:", id="not TOML"),
        pytest.param("world = []", "page.toml: world: unknown key (known: worlds, names, sample, experiment, services, service, formerly)", id="key"),
        pytest.param("worlds = 3", "page.toml: worlds: expected an array of strings, got 3", id="type"),
        pytest.param("worlds = [3]", "page.toml: worlds[0]: expected a string, got 3", id="type of an item"),
        pytest.param('[[sample]]\nopens = "x"', "page.toml: sample[0].reason: missing", id="missing key"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "no"', "sample[0].reason: unknown reason 'no' (known:", id="reason"),
        pytest.param('services = ["kafka"]', "page.toml: services[0]: unknown service 'kafka' (known: sqlite,", id="service"),
        pytest.param('[[sample]]\nopens = "x"\nservices = ["django", "x"]', "sample[0].services[1]: unknown service 'x'", id="service of a sample"),
        pytest.param('[[sample]]\nopens = "x"\nservices = "django"', "sample[0].services: expected an array of strings", id="services are several"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "historical"\nservices = ["s3"]', "sample[0].reason: a sample that is not run needs no", id="both"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "historical"\nnames = {x = "x = 1"}', "sample[0].reason: a sample that is not run needs no", id="a reason and names"),
        pytest.param('[[sample]]\nopens = "x"\nworlds = ["proj"]', "sample[0].worlds[0]: there is no world 'proj'", id="world of a sample"),
        pytest.param('worlds = ["proj"]', "page.toml: worlds[0]: there is no world 'proj'", id="world"),
        pytest.param('[[service]]\nname = "s3"\nworlds = ["proj"]', "service[0].worlds[0]: there is no world", id="world beside a service"),
        pytest.param('[names]\nx = 3', "page.toml: names.x: expected a string, got 3", id="type of a name"),
        pytest.param('[names]\nx = "x ="', "page.toml: names.x: does not compile: invalid syntax", id="statement of a name"),
        pytest.param('[names]\nx = "y = 1"', "page.toml: names.x: does not bind x: 'y = 1'", id="statement of another name"),
        pytest.param('[[sample]]\nopens = "x"\nnames = {x = "x ="}', "sample[0].names.x: does not compile", id="name of a sample"),
        pytest.param('[[sample]]\nopens = "x"\nnames = "x"', "sample[0].names: expected a table of strings, got 'x'", id="names of a sample"),
        pytest.param('[[sample]]\nopens = "x"\n[[sample.call]]\nabout = "x"', "sample[0].call[0].code: expected either code", id="a call of nothing"),
        pytest.param('[[sample]]\nopens = "x"\n[[sample.call]]\ncode = "f("', "sample[0].call[0].code: does not compile", id="a call that does not compile"),
        pytest.param('[[sample]]\nopens = "x"\n[[sample.call]]\ncode = "f()"\nright = "g"', "sample[0].call[0].right: without about", id="right in nothing's stead"),
        pytest.param('[[service]]\nname = "x"\nworlds = []', "service[0].name: unknown service 'x'", id="what is beside a service"),
        pytest.param('[[service]]\nname = "s3"\nbefore = "x ="', "service[0].before: does not compile", id="statement"),
        pytest.param('[[experiment]]\nid="a"\nquote="q"\nsince="5"\nscript="no.py"\napp="x"',
                     "experiment[0].script: no file no.py beside page.toml", id="missing file"),
        pytest.param('[[experiment]]\nid="a"\nquote="q {x"', "experiment[0].quote: expected '}' before end of string", id="slot"),
        pytest.param('[[experiment]]\nid="a"\nquotes=["q {x:y}"]', "experiment[0].quotes: slot 'x': unknown kind 'y'", id="kind of a slot"),
        pytest.param('[[experiment]]\nid="a"\nquote="q"\nquotes=["r"]', "experiment[0].quote: there is either one quote", id="quotes"),
        pytest.param(EXPERIMENT + 'severity="bad"', "experiment[0].severity: unknown severity 'bad'", id="severity"),
        pytest.param(EXPERIMENT + 'blame="me"', "experiment[0].blame: unknown blame 'me' (known: docs, library)", id="blame"),
        pytest.param(EXPERIMENT + 'about.y="it"', "experiment[0].about.y: the sentence has no such slot (known: x)", id="about no slot"),
        pytest.param('[[sample]]\nopens = "x"\n[[sample.call]]\ncode = "f()"\nseverity = "bad"', "sample[0].call[0].severity: unknown severity 'bad'", id="severity of a call"),
    ],
)  # fmt: skip
def test_errors_name_file_and_key(tmp_path, text, message):
    (tmp_path / "a.py").touch()
    (tmp_path / "page.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        contexts.load(tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "severity", "right"),
    [
        pytest.param(EXPERIMENT, "wrong-value", "", id="a value"),
        pytest.param(EXPERIMENT.replace(" {x}", ""), "silent", "", id="a sentence"),
        pytest.param(EXPERIMENT + 'severity="breaks"\nright=" It  is so. "', "breaks", "It is so.", id="as it says"),
        pytest.param(EXPERIMENT + 'right="""\n  >>> x\n    1\n"""', "wrong-value", ">>> x\n  1", id="lines"),
    ],
)
def test_what_an_experiment_says_of_its_sentence(tmp_path, text, severity, right):
    (tmp_path / "a.py").touch()
    (tmp_path / "page.toml").write_text(text)
    (experiment,) = contexts.load(tmp_path)["page"].experiments
    assert (experiment.severity, experiment.right, experiment.blame) == (severity, right, "docs")


def test_the_services_that_samples_can_need_are_those_of_the_shelf():
    assert set(contexts.SERVICES) == {name for name, service in SERVICES.items() if service.role == "extra"}


def test_an_entry_says_what_a_sample_needs_and_where_it_is(tmp_path):
    (tmp_path / "page.toml").write_text(
        'services = ["s3"]\n[[sample]]\nopens = "x"\nservices = ["django"]\nfile = "a/b.py"'
    )
    page = contexts.load(tmp_path)["page"]
    assert page.services == ("s3",)
    assert (page.samples[0].services, page.samples[0].file, page.samples[0].reason) == (("django",), "a/b.py", "")


def test_a_project_is_laid_out_and_takes_the_place_of_what_is_called_the_same(tmp_path):
    for name in (
        "proj/__init__.py",
        "proj/tasks.py",
        "one.py",
        "site/manage.py",
        "site/proj/__init__.py",
        "site/a.ini",
    ):
        path = tmp_path / "worlds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    files = contexts.world_files(("proj", "one", "site"), tmp_path)
    assert files == {
        "one.py": "one.py", "manage.py": "site/manage.py", "proj/__init__.py": "site/proj/__init__.py", "a.ini": "site/a.ini",
    }  # fmt: skip
    with pytest.raises(UsageError, match="there is no world 'two'"):
        contexts.world_files(("two",), tmp_path)


def test_an_entry_may_say_names_and_worlds_of_one_sample(tmp_path):
    (tmp_path / "worlds" / "shop").mkdir(parents=True)
    (tmp_path / "page.toml").write_text(
        '[[sample]]\nopens = "x"\nnames = {x = "x = 1"}\n[[sample]]\nopens = "y"\nworlds = ["shop"]'
    )
    one, other = contexts.load(tmp_path)["page"].samples
    assert (one.names, one.worlds) == ({"x": "x = 1"}, ())
    assert (other.names, other.worlds) == ({}, ("shop",))


def _given():
    """Every statement of the project's own contexts: where it stands, and the modules that it can import from."""
    loaded = contexts.load()
    for page, context in loaded.items():
        around = Worlds((loaded[""], context))
        services = worlds.ordered(
            {*context.services, *(entry.name for given in (loaded[""], context) for entry in given.beside)}
        )
        for name, statement in context.names.items():
            yield pytest.param(statement, {**around.modules(services), **around.modules(())}, id=f"{page}: {name}")
        for number, entry in enumerate(context.samples):
            for name, statement in entry.names.items():
                there = around.modules(worlds.ordered({*context.services, *entry.services}), entry.worlds)
                yield pytest.param(statement, there, id=f"{page}: sample[{number}]: {name}")


@pytest.mark.parametrize(("statement", "there"), _given())
def test_what_a_statement_imports_is_in_a_world(statement, there):
    for module, name in imported([ast.parse(statement)]):
        if not packages.is_there(module) and not packages.service_of(module):
            assert name in there.get(module, ()) or f"{module}.{name}" in there or (module in there and not name)


#: With the oldest: what was corrected since stands in it alone.
RELEASES = ("5.0.5", "5.2.7", "5.4.0", "5.6.3", "5.7.0")


@pytest.mark.slow
@pytest.mark.network
def test_nothing_in_the_projects_own_contexts_is_stale():
    """An entry that no release needs any more says nothing of the docs, and hides what has become of its sample."""
    found = listing.unneeded(RELEASES, Progress(Console(quiet=True)))
    assert not [f"{item.file}: {item.key} {item.message} {item.opens!r}" for item in found]
