from __future__ import annotations

import pytest

from harness import contexts
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
        pytest.param("world = []", "page.toml: world: unknown key (known: worlds, names, sample, experiment)", id="key"),
        pytest.param("worlds = 3", "page.toml: worlds: expected an array of strings, got 3", id="type"),
        pytest.param("worlds = [3]", "page.toml: worlds[0]: expected a string, got 3", id="type of an item"),
        pytest.param('[[sample]]\nopens = "x"', "page.toml: sample[0].reason: missing", id="missing key"),
        pytest.param('[[sample]]\nopens = "x"\nreason = "no"', "sample[0].reason: unknown reason 'no' (known:", id="reason"),
        pytest.param('[[experiment]]\nid="a"\nquote="q"\nsince="5"\nscript="no.py"\napp="x"',
                     "experiment[0].script: no file no.py beside page.toml", id="missing file"),
    ],
)  # fmt: skip
def test_errors_name_file_and_key(tmp_path, text, message):
    (tmp_path / "page.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        contexts.load(tmp_path)
    assert message in str(caught.value)
