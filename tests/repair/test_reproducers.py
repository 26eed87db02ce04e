"""Scripts that show errata: complete, and right about what they show."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.model import Docs, Finding, Page
from harness.repair import reproducers
from tests.repair.making import FILE, erratum_of, finding_of, place_of, sample_of


def script_of(text: str, finding: Finding, code: str = "", language: str = "python") -> str:
    samples = (sample_of(text, code, language),) if code else ()
    if samples:
        finding = dataclasses.replace(finding, sample=samples[0].key)
    page = Page(name="userguide/page", file=FILE, title="", samples=samples, claims=(), problems=())
    docs = Docs(version="5.7.0", root="/nowhere", sha256="")
    shown = reproducers.Shown(held=[(docs, [page], {})], plans=(), observations=(), lines=lambda *_: text.split("\n"))
    found = reproducers.script(erratum_of(finding), [finding], shown)
    assert found is not None
    return found


def ended(script: str, tmp_path: Path, *arguments: str) -> int:
    path = tmp_path / "script.py"
    path.write_text(script, encoding="utf-8")
    ran = subprocess.run([sys.executable, path, *arguments], capture_output=True, text=True, check=False)
    assert "the docs are" in ran.stdout, ran.stderr
    return ran.returncode


def indented(code: str) -> str:
    return "Text::\n\n" + "".join(f"    {line}".rstrip() + "\n" for line in code.split("\n")) + "\nMore.\n"


CODE = [
    pytest.param("syntax", "f(\nx = (1", "x", "python", 1, id="a bracket that is not closed"),
    pytest.param("syntax", "x = (1)", "x", "python", 0, id="one that is"),
    pytest.param("broken-prompt", ">>> f(1,\n      2)", "2", "pycon", 1, id="a line without its prompt"),
    pytest.param("broken-prompt", ">>>> x", ">>>>", "pycon", 1, id="a bracket too many"),
    pytest.param(
        "broken-prompt", ">>> x\n>>> @app.task\n>>> def f(): pass", "@app", "pycon", 1, id="below a decorator"
    ),
    pytest.param("broken-prompt", ">>> x\n >>> y", "y", "pycon", 1, id="a prompt that stands elsewhere"),
    pytest.param("broken-prompt", ">>> f(1,\n...   2)\n3", "2", "pycon", 0, id="a good session"),
    pytest.param(
        "undefined-name", "def f():\n    return uuid4()", "uuid4", "python", 1, id="a name that nothing binds"
    ),
    pytest.param("undefined-name", "def f(uuid4):\n    return uuid4()", "uuid4", "python", 0, id="a parameter"),
    pytest.param("undefined-name", "from uuid import uuid4\nuuid4()", "uuid4", "python", 0, id="an import"),
    pytest.param(
        "undefined-name", "@task(1):\ndef f(): pass", "task", "python", 1, id="beside code that does not compile"
    ),
    pytest.param(
        "undefined-name", "from x import a, task\n@task(1):\ndef f(): pass", "task", "python", 0, id="bound there"
    ),
    pytest.param("undefined-name", ">>> ~tsum.map([1])\n[1]", "tsum", "pycon", 1, id="at the prompt"),
]


@pytest.mark.parametrize(("rule", "code", "wrong", "language", "status"), CODE)
def test_code(rule: str, code: str, wrong: str, language: str, status: int, tmp_path: Path):
    text = indented(code)
    script = script_of(text, finding_of(place_of(text, wrong), None, rule=rule), code, language)
    assert not reproducers.needs_celery(script)
    assert ended(script, tmp_path) == status


@pytest.mark.parametrize(
    ("last", "status"), [pytest.param('  --x="y', 1, id="open"), pytest.param('  --x="y"', 0, id="closed")]
)
def test_a_quotation_of_a_shell(last: str, status: int, tmp_path: Path):
    code = f"$ celery worker\n$ celery multi \\\n{last}"
    text = indented(code)
    finding = finding_of(place_of(text, last.strip()), None, rule="syntax", observed="the shell goes on reading: …")
    assert ended(script_of(text, finding, code, "console"), tmp_path) == status


MARKUP = [
    pytest.param(
        ".. tip:\n\n    x\n", ".. tip:", '".. tip:" is a comment and not shown', ".. tip::", id="a directive that is none"
    ),
    pytest.param(
        ".. tip::\n\nx\n", ".. tip::", 'Content block expected for the "tip" directive; none found.', None, id="empty"
    ),
    pytest.param(".. code-block:: python\n\nx\n", ".. code-block:: python", "code-block without any content", None,
                 id="no code"),
    pytest.param("a\n\n=== ===\nx   y\n=== ===\naaaaaa b\n=== ===\n", "aaaaaa b",
                 "Malformed table. Text in column margin in table line 6.", None, id="a table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "message", "right"), MARKUP)
def test_markup(text: str, wrong: str, message: str, right: str | None, tmp_path: Path):
    finding = finding_of(place_of(text, wrong), right, rule="broken-rst", observed=f"Sphinx: {message}")
    script = script_of(text, finding)
    assert ended(script, tmp_path) == 1
    if right is not None:
        assert ended(script, tmp_path, "--corrected") == 0


PARTS = [
    pytest.param({"message": "celery.app has no Clery; did you mean Celery?"}, "names", id="a name"),
    pytest.param({"message": "there is no module celery.task"}, "names", id="a module"),
    pytest.param(
        {"observed": "revok is not among the commands of celery control"}, "remote", id="a remote control command"
    ),
    pytest.param({"rule": "unknown-setting", "observed": "nothing reads a setting task_x"}, "settings", id="a setting"),
    pytest.param(
        {"rule": "wrong-default", "observed": "the default of task_x is 1", "subject": "default:task_x"}, "defaults",
        id="a default",
    ),
    pytest.param(
        {"rule": "unknown-option", "observed": "celery worker has no option -x", "claim": "$ celery worker -x 1"},
        "command", id="an option of a command",
    ),
    pytest.param(
        {"rule": "unknown-argument", "subject": "argument:celery.app.base.Celery:nam"}, "arguments", id="an argument"
    ),
    pytest.param({"rule": "unknown-option", "observed": "nothing reads an option eta2"}, "arguments", id="an option"),
    pytest.param({"rule": "unknown-scheme", "observed": "no such"}, "aliases", id="a scheme"),
    pytest.param({"rule": "unknown-field", "observed": "no such"}, "wording", id="words"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "part"), PARTS)
def test_what_needs_celery(changes: dict[str, Any], part: str):
    text = "``celery``\n"
    script = script_of(text, finding_of(place_of(text, "celery"), None, **changes))
    ast.parse(script, feature_version=(3, 8))
    assert reproducers.needs_celery(script)
    body = (reproducers.PARTS / f"{part}.py").read_text(encoding="utf-8").split("\n\n\n")[-1]
    assert body.strip() in script


def test_texts_of_the_docs_do_not_become_code(tmp_path: Path):
    code = "x = '''\"\"\"\\\nimport os'''\ny = (\n"
    text = indented(code.rstrip("\n"))
    finding = finding_of(place_of(text, "y"), None, rule="syntax", message='is """ wrong\nraise SystemExit(0)')
    assert ended(script_of(text, finding, code.rstrip("\n")), tmp_path) == 1


@pytest.mark.parametrize("path", sorted(reproducers.PARTS.glob("*.py")), ids=lambda path: path.stem)
def test_parts_speak_python_3_8(path: Path):
    ast.parse(path.read_text(encoding="utf-8"), path.name, feature_version=(3, 8))
