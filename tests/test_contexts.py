from __future__ import annotations

import pytest

from harness import contexts, registry
from harness.errors import UsageError


def test_the_projects_own_contexts_are_sound():
    loaded = contexts.load()
    assert loaded[""].names["app"] == "from proj.celery import app"
    assert {experiment.id for experiment in loaded["userguide/workers"].experiments} >= {"revoke-by-stamp"}


def test_worlds_are_real_files():
    files = contexts.world_files(("proj", "tasks"))
    assert set(files) == {"proj/__init__.py", "proj/celery.py", "proj/tasks.py", "tasks.py"}
    for name, text in files.items():
        compile(text, name, "exec")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("x = ", "page.toml: not TOML:", id="not TOML"),
        pytest.param("world = []", "page.toml: world: unknown key (known: worlds, names, sample, experiment, services, service)", id="key"),
        pytest.param("worlds = 3", "page.toml: worlds: expected an array of strings, got 3", id="type"),
        pytest.param("worlds = [3]", "page.toml: worlds[0]: expected a string, got 3", id="type of an item"),
        pytest.param('[[sample]]\nopens = "x"', "page.toml: sample[0].reason: missing", id="missing key"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "no"', "sample[0].reason: unknown reason 'no' (known:", id="reason"),
        pytest.param('services = ["kafka"]', "page.toml: services[0]: unknown service 'kafka' (known: sqlite,", id="service"),
        pytest.param('[[sample]]\nopens = "x"\nservices = ["django", "x"]', "sample[0].services[1]: unknown service 'x'", id="service of a sample"),
        pytest.param('[[sample]]\nopens = "x"\nservices = "django"', "sample[0].services: expected an array of strings", id="services are several"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "historical"\nservices = ["s3"]', "sample[0].reason: a sample that is not run needs no", id="both"),
        pytest.param('[[service]]\nname = "x"\nworlds = []', "service[0].name: unknown service 'x'", id="what is beside a service"),
        pytest.param('[[service]]\nname = "s3"\nbefore = "x ="', "service[0].before: does not compile", id="statement"),
        pytest.param('[[experiment]]\nid="a"\nquote="q"\nsince="5"\nscript="no.py"\napp="x"',
                     "experiment[0].script: no file no.py beside page.toml", id="missing file"),
    ],
)  # fmt: skip
def test_errors_name_file_and_key(tmp_path, text, message):
    (tmp_path / "page.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        contexts.load(tmp_path)
    assert message in str(caught.value)


def test_the_services_that_samples_can_need_are_those_of_the_shelf():
    assert set(contexts.SERVICES) == {name for name, service in registry.SERVICES.items() if service.role == "extra"}


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
