"""The command line: exit statuses, and what the settings say when it does not."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from harness import cli, commands, pipeline
from harness.errors import MissingError, NoPageError, NothingCheckedError, UsageError
from harness.interfaces import Against, Results
from tests.reports.results import against, results

CLEAN = results(errata=(), undecided=())
KNOWN = against().against
assert KNOWN is not None


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout, in which the commands are run."""
    (tmp_path / "docs" / "userguide").mkdir(parents=True)
    (tmp_path / "docs" / "userguide" / "page.rst").write_text("Page\n====\n")
    (tmp_path / "celery").mkdir()
    (tmp_path / "celery" / "__init__.py").write_text("__version__ = '5.7.0'\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path


@pytest.fixture
def check(here: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs `check` with the outcome of the stages given; what they were asked for, and the command's result."""

    def run(*arguments: str, outcome: Results | Exception = CLEAN) -> tuple[pipeline.Request | None, Result]:
        asked: list[pipeline.Request] = []

        def checked(request: pipeline.Request, progress: Any) -> Results:
            asked.append(request)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr(pipeline, "check", checked)
        result = CliRunner().invoke(cli.cli, ["check", *arguments])
        return (asked[0] if asked else None), result

    return run


def held(**changes: Any) -> Results:
    return results(against=dataclasses.replace(KNOWN, **changes))


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        pytest.param(CLEAN, 0, id="nothing wrong"),
        pytest.param(results(errata=()), 0, id="undecided only"),
        pytest.param(results(), 1, id="errata"),
        pytest.param(held(new=(), stale=()), 0, id="nothing new against the baseline"),
        pytest.param(held(stale=()), 1, id="new against the baseline"),
        pytest.param(held(new=()), 1, id="a stale entry"),
        pytest.param(results(errata=(), against=Against(file="x", new=(), known=(), stale=())), 0, id="an empty baseline"),
        pytest.param(UsageError("no such version"), 2, id="usage"),
        pytest.param(NoPageError("no page matches"), 2, id="no such page"),
        pytest.param(MissingError("no broker answers"), 3, id="missing"),
        pytest.param(NothingCheckedError("nothing was checked"), 3, id="nothing was checked"),
        pytest.param(FileNotFoundError(2, "No such file", "x"), 3, id="a file is missing"),
    ],
)  # fmt: skip
def test_exit_status(check, outcome: Results | Exception, status: int):
    _, result = check(outcome=outcome)
    assert result.exit_code == status
    if isinstance(outcome, Exception):
        assert result.stderr.startswith("doc-harness: ")
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["--format", "carrier-pigeon"],
        ["--docs", "no-such-folder"],
        ["docs/no-such-page.rst"],
        ["-n", "0"],
    ],
)
def test_a_wrong_command_line_ends_with_2(check, arguments: list[str]):
    asked, result = check(*arguments)
    assert (asked, result.exit_code) == (None, 2)


def test_an_internal_fault_ends_with_4_and_a_traceback(check, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr("sys.argv", ["doc-harness", "check"])
    monkeypatch.setattr(pipeline, "check", lambda *_: 1 / 0)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 4
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "internal fault" in told


@pytest.mark.parametrize("outcome", [NothingCheckedError("nothing was checked"), NoPageError("no page matches")])
def test_a_hook_lets_pages_pass_that_hold_nothing(check, outcome: Exception):
    _, result = check("--if-any", "docs/userguide/page.rst", outcome=outcome)
    assert (result.exit_code, result.stderr) == (0, f"doc-harness: {outcome}\n")


def test_what_is_missing_does_not_pass_for_nothing_to_check(check):
    assert check("--if-any", outcome=MissingError("no network"))[1].exit_code == 3


# -- pages --------------------------------------------------------------------------------------------


def test_a_file_is_a_page_of_the_checkout_that_it_is_in(check, here: Path):
    asked, _ = check("docs/userguide/page.rst", "celery/__init__.py")
    assert asked.checkout == here
    assert asked.pages == ("docs/userguide/page.rst", "celery/__init__.py")
    assert asked.versions == ()


def test_from_within_the_docs(check, here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(here / "docs" / "userguide")
    asked, _ = check("page.rst")
    assert (asked.checkout, asked.pages) == (here, ("docs/userguide/page.rst",))


def test_a_file_of_another_checkout_is_refused(check, here: Path, tmp_path_factory: pytest.TempPathFactory):
    other = tmp_path_factory.mktemp("other") / "page.rst"
    other.write_text("x\n")
    _, result = check("--docs", ".", str(other))
    assert result.exit_code == 2
    assert "is not in the checkout" in result.stderr


# -- settings -----------------------------------------------------------------------------------------

SETTINGS = """\
[tool.doc-harness]
docs = "."
celery = "."
page = "userguide/*"
broker = "rabbitmq"
static = true
repair = false
runners = 3
out = "build"
"""


def test_the_settings_say_what_the_command_line_does_not(check, here: Path):
    (here / "pyproject.toml").write_text(SETTINGS)
    asked, result = check()
    assert asked == pipeline.Request(
        versions=(), checkout=here, celery=str(here), brokers=("rabbitmq",), pages=("userguide/*",), static=True,
        repair=False, runners=3, out=here / "build",
    ), result.output  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--live"], "static", False),
        (["--repair"], "repair", True),
        (["-n", "1"], "runners", 1),
        (["--out", "x"], "out", Path("x")),
        (["--broker", "redis"], "brokers", ("redis",)),
        (["--page", "index"], "pages", ("index",)),
        (["--celery", "5.6.3"], "celery", "5.6.3"),
        (["--target-python", "main=python"], "celery", None),
    ],
)
def test_the_command_line_counts_more(check, here: Path, arguments: list[str], name: str, value: Any):
    (here / "pyproject.toml").write_text(SETTINGS)
    assert getattr(check(*arguments)[0], name) == value


def test_a_version_takes_the_place_of_the_checkout(check, here: Path):
    (here / "pyproject.toml").write_text(SETTINGS)
    asked, _ = check("5.4.0")
    assert asked == pipeline.Request(versions=("5.4.0",), brokers=("rabbitmq",), static=True, repair=False, runners=3)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("brokers = 'redis'", "tool.doc-harness.brokers: unknown key"),
        ("broker = 'carrier-pigeon'", "tool.doc-harness.broker: --broker carrier-pigeon: unknown"),
        ("service = 'sqlite'", "tool.doc-harness.service: --service sqlite: expected a URL"),
        ("format = 'samples'", "tool.doc-harness.format: unknown 'samples'"),
    ],
)
def test_wrong_settings_end_with_2_and_name_file_and_key(check, here: Path, line: str, message: str):
    (here / "pyproject.toml").write_text(f"[tool.doc-harness]\n{line}\n")
    asked, result = check()
    assert (asked, result.exit_code) == (None, 2)
    assert str(here / "pyproject.toml") in result.stderr
    assert message in result.stderr


# -- baseline and summary -----------------------------------------------------------------------------

BASELINE = '[[known]]\nid = "x-1"\nreason = "Stays."\n[known.places]\n"docs/a.rst" = ["x"]\n'


def test_a_baseline_is_read_before_anything_is_checked(check, here: Path):
    (here / "known.toml").write_text(BASELINE.replace('"Stays."', '""'))
    asked, result = check("--baseline", "known.toml")
    assert (asked, result.exit_code) == (None, 2)
    assert "known.toml:3: known[0].reason: is empty" in result.stderr


def test_without_the_file_that_is_named_nothing_is_checked(check):
    asked, result = check("--baseline", "known.toml")
    assert (asked, result.exit_code) == (None, 3)


def test_the_baseline_of_the_settings_is_called_as_from_here(check, here: Path):
    (here / "docs" / "known.toml").write_text(BASELINE)
    (here / "pyproject.toml").write_text("[tool.doc-harness]\nbaseline = 'docs/known.toml'\n")
    assert check()[0].known.path == Path("docs/known.toml")
    assert check("--no-baseline")[0].known is None


def test_in_a_github_job_the_summary_goes_to_its_page(check, here: Path, monkeypatch: pytest.MonkeyPatch):
    page = here / "summary.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    _, result = check("--format", "github", outcome=results())
    assert result.stdout.startswith("::error ")
    assert page.read_text().startswith("before\n<!-- doc-harness -->\n### Celery documentation")
    check("--format", "terminal", outcome=results())
    assert page.read_text().count("###") == 1


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_of_the_list_is_one(name: str):
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_no_command_is_missing_from_the_list():
    modules = [
        importlib.import_module(f"harness.commands.{info.name}") for info in pkgutil.iter_modules(commands.__path__)
    ]
    defined = {item.name for module in modules for item in vars(module).values() if isinstance(item, click.Command)}
    assert defined == set(cli.COMMANDS)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--shard", "0/2"], "0/2", id="shares count from 1"),
        pytest.param(["--shard", "3/2"], "3/2", id="more than there are"),
        pytest.param(["--shard", "two"], "I/N", id="no share"),
        pytest.param(["--shard", "1/2", "--static"], "--static", id="nothing is run"),
        pytest.param(["--observed", "no-such"], "no-such", id="no folder"),
    ],
)
def test_shares_that_are_none(words: list[str], told: str):
    result = CliRunner().invoke(cli.cli, ["check", "5.4.0", *words])
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize(
    ("words", "environ", "remembers"),
    [
        pytest.param([], "1", True, id="as one would have it"),
        pytest.param(["--no-cache"], "1", False, id="said so"),
        pytest.param([], "0", False, id="said so to all"),
    ],
)
def test_what_was_run_before(
    check: Any, monkeypatch: pytest.MonkeyPatch, words: list[str], environ: str, remembers: bool
):
    monkeypatch.setenv("DOC_HARNESS_REMEMBER", environ)
    request, _ = check("5.4.0", *words)
    assert request.remembers is remembers


def test_help_imports_nothing_heavy():
    script = (
        "import sys; from harness import cli\n"
        "try: cli.cli(['--help'])\n"
        "finally: print(sorted({'sphinx', 'unearth', 'valkey', 'griffe', 'pytest'} & sys.modules.keys()), file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "baseline" in told.stdout
    assert told.stderr.strip() == "[]"


def test_an_unknown_command_ends_with_2():
    assert CliRunner().invoke(cli.cli, ["chek"]).exit_code == 2
