"""`doc-harness samples` on a small tree of docs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness import cli, contexts, listing, sources
from harness.contexts import Context, SampleEntry
from harness.errors import MissingError, UsageError

PAGE = """\
Guide
=====

.. code-block:: python

    from celery import Celery
    app = Celery('shop')

    @app.task
    def sell(x):
        return x

Then:

.. code-block:: pycon

    >>> sell.delay(amount).get()
    3

.. code-block:: pycon

    >>> sell.delay(price)

.. code-block:: pycon

    >>> import nowhere

.. code-block:: console

    $ docker run redis
"""
ENTRY = SampleEntry(opens=">>> sell.delay(amount)", heading="Guide", names={"amount": "amount = 3", "lost": "lost = 1"})


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs the command; its exit status and what it printed."""
    root = tmp_path / "tree"
    (root / "docs" / "userguide").mkdir(parents=True)
    (root / "docs" / "userguide" / "guide.rst").write_text(PAGE)
    (root / "docs" / "index.rst").write_text("Index\n=====\n\nNothing.\n")
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(listing.sources, "release", lambda version: sources.checkout(root))
    monkeypatch.setattr(
        contexts, "load", lambda: {"userguide/guide": Context(page="userguide/guide", samples=(ENTRY,))}
    )

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.cli, ["samples", "1.0", *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return run


FILE = "docs/userguide/guide.rst"


def test_why(samples):
    """One release is read once: the tests of what it says are in one."""
    _, text = samples("--json")
    rows = [json.loads(line) for line in text.splitlines()]
    assert [(row["line"], row["check"], row["reason"]) for row in rows] == [
        (6, "run", ""),
        (17, "compare", ""),
        (22, "resolve", "unbound: price"),
        (26, "resolve", "needs-module: nowhere"),
        (30, "none", "other-program: docker"),
    ]

    _, text = samples("--why", "userguide/guide:17", "--json")
    why = json.loads(text)
    assert (why["file"], why["line"], why["end_line"], why["check"], why["not_stronger"]) == (
        FILE,
        17,
        18,
        "compare",
        "",
    )
    assert why["entry"] == {"file": "userguide/guide.toml", "key": "sample[0]", "likeness": 1.0}
    assert [(need["name"], need["by"], need["told"]) for need in why["needs"]] == [
        ("amount", "context", "userguide/guide.toml: sample[0].names.amount"),
        ("sell", "story", "sample at line 6"),
    ]

    _, text = samples("--why", f"{FILE}:9")
    assert "check   run: run, and its tasks watched" in text
    assert "no stronger one: the page shows nothing that it prints" in text
    assert "entry   none" in text

    _, text = samples("--why", f"{FILE}:22")
    assert "reason  unbound: price" in text
    assert "name price: no earlier sample of the page binds it, and no context says how" in text

    _, text = samples("--why", f"{FILE}:26")
    assert "module nowhere: no sample of the page saves it, and no world has it" in text

    code, text = samples("--stale")
    assert code == 1
    assert "userguide/guide.toml: sample[0].names.lost: the sample is not run, or does not need lost" in text
    assert "sample[0].names.amount" not in text

    _, text = samples("--summary")
    assert "    2   40.0 %  live (compare, run)" in text
    assert "    4   80.0 %  at least semantic" in text
    assert "    1   20.0 %  needs-module" in text


@pytest.mark.parametrize(
    ("where", "message"),
    [
        pytest.param("x", "--why x: expected FILE:LINE, like docs/userguide/calling.rst:40", id="no line"),
        pytest.param(
            "userguide/guide.rst:14",
            "no sample stands there; the nearest: docs/userguide/guide.rst:17 (to line 18), which begins '>>> sell",
            id="between samples",
        ),
        pytest.param("gide.rst:3", "no sample stands in gide.rst; the nearest: docs/userguide/guide.rst:10 (to line 10), which begins 'x = 1'", id="file"),
    ],
)  # fmt: skip
def test_a_place_without_a_sample(sample, where, message):
    there = [
        sample("app = 1", file="docs/index.rst"),
        sample("x = 1", file=FILE),
        sample(">>> sell()\n1", "pycon", file=FILE, lines=(17, 18)),
    ]
    with pytest.raises(UsageError) as caught:
        listing.at(where, there)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["docs/userguide/guide.rst", "userguide/guide", "guide.rst", "guide"])
def test_what_a_file_can_be_called(sample, name):
    there = [sample("app = 1", file="docs/index.rst"), sample("x = 1", file=FILE)]
    assert listing.at(f"{name}:10", there).file == FILE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["1", "2"], "give one release; several go with --stale", id="several"),
        pytest.param(["1", "--stale", "--summary"], "give one of --summary, --why and --stale", id="both"),
        pytest.param(["1", "--run", "."], "--run goes with --summary", id="a run without figures"),
    ],
)
def test_usage(arguments, message):
    result = CliRunner().invoke(cli.cli, ["samples", *arguments])
    assert (result.exit_code, message in result.stderr) == (2, True)


def _outcome(line: int, check: str, verdict: str, reason: str = "", **changes: str) -> str:
    fields = {"docs": "1.0", "target": "celery10-redis", "file": FILE, "line": line, "check": check}
    return json.dumps({**fields, "verdict": verdict, "reason": reason, **changes}) + "\n"


def _row(line: int, *, historical: bool = False) -> listing.Row:
    blank = {"file": FILE, "column": 1, "kind": "python", "check": "run", "reason": "", "json": ""}
    return listing.Row(**blank, line=line, historical=historical)


def test_figures_of_a_run(tmp_path):
    (tmp_path / "samples.jsonl").write_text(
        _outcome(1, "run", "holds")
        + _outcome(2, "bind", "fails", "unknown-option")
        + _outcome(3, "none", "not-checked", "needs-service: kafka")
        + _outcome(4, "none", "not-checked", "historical")
        + _outcome(1, "run", "holds", target="celery10-rabbitmq")
        + _outcome(1, "run", "holds", docs="2.0")
    )
    rows = [_row(1), _row(2), _row(3), _row(4, historical=True)]
    levels, verdicts, made, reasons, *other = listing.run_figures("1.0", rows, tmp_path)
    assert (levels.title, levels.total, list(levels.counts.values())) == ("checked on celery10-redis", 3, [1, 2])
    assert verdicts.counts == {"holds": 1, "fails": 1, "not-checked": 1}
    assert made.counts == {"run": 1, "bind": 1, "none": 1}
    assert (reasons.counts, reasons.total) == ({"needs-service": 1}, 3)
    assert other[1].counts == {"holds": 1}
    with pytest.raises(MissingError, match=r"nothing of 3\.0: 1\.0, 2\.0"):
        listing.run_figures("3.0", rows, tmp_path)
    (tmp_path / "samples.jsonl").write_text("{\n")
    with pytest.raises(UsageError, match="not lines of samples"):
        listing.run_figures("1.0", rows, tmp_path)
    with pytest.raises(MissingError, match="there is no run here"):
        listing.run_figures("1.0", rows, tmp_path / "none")
