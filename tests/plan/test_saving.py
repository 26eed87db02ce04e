from __future__ import annotations

import pytest

from harness.languages import python
from harness.plan import saving


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"caption": "proj/celery.py"}, "proj/celery.py", id="caption"),
        pytest.param({"caption": "settings.py", "lead": "In other.py:"}, "settings.py", id="the caption goes first"),
        pytest.param({"lead": "celeryconfig.py:"}, "celeryconfig.py", id="the whole sentence"),
        pytest.param({"lead": ":file: proj/celery.py"}, "proj/celery.py", id="a role that is none"),
        pytest.param({"lead": "Let's create the file tasks.py:"}, "tasks.py", id="create"),
        pytest.param({"lead": "Create tasks.py alongside celeryconfig.py:"}, "tasks.py", id="beside another"),
        pytest.param({"lead": "In celeryconfig.py, set broker_url for PGMQ:"}, "celeryconfig.py", id="in"),
        pytest.param({"lead": "In the module flower/command.py, the function may be defined:"}, "flower/command.py", id="in the module"),
        pytest.param({"lead": "For tasks.py:"}, "tasks.py", id="for"),
        pytest.param({"lead": "Continuing with the example, jobs.py may contain:"}, "jobs.py", id="contains"),
        pytest.param({"lead": "They must be written in uppercase in settings.py:"}, "settings.py", id="at the end"),
        pytest.param({"lead": "Add 'x' to INSTALLED_APPS in your Django project's settings.py:"}, "settings.py", id="add"),
        pytest.param({"lead": "Assuming you are using Django's settings.py to also configure Celery, add the following settings:"}, "settings.py", id="using"),
        pytest.param({"lead": "You can modify this line in the tasks.py file to enable the rpc:// backend:"}, "tasks.py", id="modify"),
        pytest.param({"headings": ("Page", "blog/models.py")}, "blog/models.py", id="title"),
        pytest.param({"code": "# views.py\nx = 1"}, "views.py", id="comment"),
        pytest.param({"code": "# Put this in your conftest.py\nx = 1"}, "conftest.py", id="comment with words"),
        pytest.param({"lead": "proj/proj/urls.py:"}, "proj/urls.py", id="the project's folder"),
        pytest.param({"lead": "celery.py may contain:"}, "proj/celery.py", id="nobody replaces an installed package"),
        pytest.param({"lead": "Add to setup.cfg:", "language": "ini"}, "setup.cfg", id="no python"),
        pytest.param({"lead": "Save this as conf/logging.json:", "language": "json"}, "conf/logging.json", id="json"),
    ],
)  # fmt: skip
def test_the_page_says_where(sample, changes, expected):
    assert saving.path(sample(**({"code": "x = 1"} | changes)), "/nowhere") == expected


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="nothing said"),
        pytest.param({"lead": "A common practice is to define all tasks in a separate tasks.py module, and Celery has a way to discover these:"}, id="told by the way"),
        pytest.param({"lead": "/etc/systemd/system/celery.conf:", "language": "ini"}, id="the system's"),
        pytest.param({"lead": "~/.config/x.ini:", "language": "ini"}, id="the home's"),
        pytest.param({"lead": "Add this to setup.cfg:"}, id="of another language"),
        pytest.param({"lead": "In tasks.py:", "language": "pycon"}, id="a session is in no file"),
        pytest.param({"lead": "In celery@%h.py:"}, id="a pattern"),
        pytest.param({"headings": ("Page", "How tasks.py is found")}, id="a title about a file"),
        pytest.param({"code": "# see tasks.py for more\nx = 1"}, id="a comment about a file"),
    ],
)  # fmt: skip
def test_or_it_does_not(sample, changes):
    assert saving.path(sample(**({"code": "x = 1"} | changes)), "/nowhere") == ""


def test_an_included_file_is_what_it_is(sample, tmp_path):
    for name in ("examples/site/proj/__init__.py", "examples/site/proj/celery.py", "examples/tool.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    included = sample("x = 1", form="literalinclude", file="examples/site/proj/celery.py")
    assert saving.path(included, str(tmp_path)) == "proj/celery.py"
    assert saving.path(sample("x = 1", form="literalinclude", file="examples/tool.py"), str(tmp_path)) == "tool.py"


def test_one_sample_can_be_several_files(sample):
    code = "# views.py\ndef a():\n    pass\n\n# tasks.py\ndef b():\n    pass\n\n\ndef c():\n    pass"
    found = saving.parts(code, python.steps(sample(code)))
    assert [(step.module, step.first, step.source.split("\n")[0]) for step in found] == [
        ("views", 1, "def a():"),
        ("tasks", 4, "# tasks.py"),
    ]
    assert "def c" in found[1].source


def test_a_comment_in_a_string_is_none(sample):
    code = 'x = """\n# views.py\n"""\ny = 1'
    steps = python.steps(sample(code))
    assert saving.parts(code, steps) == list(steps)
