"""`doc-harness check` on small docs: right and wrong pages, hostile samples, broken pages, bad requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import valkey

from harness.model import Target
from harness.services import redis

pytestmark = [pytest.mark.live, pytest.mark.slow]

GOOD = """\
Good page
=========

.. code-block:: python

    from celery import Celery

    app = Celery('jobs', broker='pyamqp://')

    @app.task
    def double(x):
        return x * 2

.. code-block:: pycon

    >>> double.delay(21).get(timeout=5)
    42
    >>> app.control.revoke_by_stamped_header({'a': 'b'})
"""

HOSTILE = """\
Hostile page
============

Loop
----

.. code-block:: pycon

    >>> for _ in iter(int, 1): pass

Exit
----

.. code-block:: pycon

    >>> import os; os._exit(3)

Kill
----

.. code-block:: pycon

    >>> app.control.broadcast('shutdown')

After
-----

.. code-block:: pycon

    >>> add.delay(1, 2).get(timeout=5)
    3
"""

BROKEN = """\
Broken page
===========

=====  ===
a      b
too long to fit
=====  ===

.. code-block:: pycon

    >>> add.delay(1, 2).get(timeout=5)
    3
"""


def doc_harness(*arguments: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def check(tmp_path: Path, docs_tree: Callable[..., Path], newest_target: Target):
    def run(**pages: str) -> tuple[subprocess.CompletedProcess[str], Path]:
        tree = docs_tree(**pages)
        out = tmp_path / "out"
        return doc_harness(
            "check", "--docs", tree, "--celery", newest_target.celery, "--out", out, cwd=tmp_path
        ), out  # fmt: skip

    return run


def test_a_mistake_is_found_and_nothing_else(check):
    ran, out = check(good=GOOD)
    assert ran.returncode == 1, ran.stderr
    report = json.loads((out / "errata.json").read_text())
    (erratum,) = report["errata"]
    assert (erratum["rule"], erratum["suggestion"]) == ("unknown-name", "revoke_by_stamped_headers")
    (place,) = erratum["places"]
    assert (place["file"], place["line"], place["column"]) == ("docs/good.rst", 18, 21)
    assert [(line["check"], line["verdict"]) for line in lines(out / "samples.jsonl")] == [
        ("run", "holds"), ("compare", "fails"),
    ]  # fmt: skip
    assert "docs/good.rst:18:21: unknown-name" in ran.stdout


def test_clean_docs_end_with_0(check):
    ran, _ = check(good=GOOD.replace("revoke_by_stamped_header(", "revoke_by_stamped_headers("))
    assert ran.returncode == 0, ran.stdout


def test_hostile_samples_and_broken_pages_leave_the_others_their_verdicts(check, docs_tree: Callable[..., Path]):
    docs_tree(encoded="x")
    deep = "\n".join("  " * level + f"- level {level}\n" for level in range(400))
    tree = docs_tree(deep=deep)
    (tree / "docs" / "encoded.rst").write_bytes(b"Page\n====\n\n\xff\xfe wrong\n")
    ran, out = check(hostile=HOSTILE, broken=BROKEN, good=GOOD)
    assert ran.returncode == 1, ran.stderr
    verdicts = {(line["file"], line["line"]): line["verdict"] for line in lines(out / "samples.jsonl")}
    assert verdicts == {
        ("docs/broken.rst", 11): "holds",
        ("docs/good.rst", 6): "holds",
        ("docs/good.rst", 16): "fails",
        ("docs/hostile.rst", 9): "undecided",
        ("docs/hostile.rst", 16): "undecided",
        ("docs/hostile.rst", 23): "holds",
        ("docs/hostile.rst", 30): "holds",
    }
    report = json.loads((out / "errata.json").read_text())
    assert sorted({erratum["rule"] for erratum in report["errata"]}) == ["broken-rst", "unknown-name"]
    assert {Path(fault["file"]).name for fault in report["faults"]} >= {"encoded.rst", "deep.rst"}


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        pytest.param(["check", "5.4.99"], 2, "5.4.99", id="unknown version"),
        pytest.param(["check", "--docs", "."], 3, "docs", id="a folder without docs"),
        pytest.param(["check", "5.4.0", "--docs", "."], 2, "not both", id="two kinds of docs"),
        pytest.param(["check", "--docs", "no-such"], 2, "no-such", id="no folder"),
        pytest.param(["check", "5.4.0", "--page", "no/such"], 2, "no page", id="no page matches"),
        pytest.param(["check", "5.4.0", "--broker", "carrier-pigeon"], 2, "carrier-pigeon", id="unknown broker"),
        pytest.param(["check", "5.4.0", "--broker", "redis://127.0.0.1:1/"], 3, "no broker answers", id="no broker"),
    ],
)
@pytest.mark.network
def test_bad_requests_are_one_clear_error(tmp_path, arguments, status, message):
    ran = doc_harness(*arguments, cwd=tmp_path)
    assert ran.returncode == status, ran.stderr
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_network_and_cache(tmp_path):
    ran = doc_harness(
        "check", "5.4.0", cwd=tmp_path,
        DOC_HARNESS_CACHE=str(tmp_path / "cache"), PIP_INDEX_URL="http://127.0.0.1:1/simple", PIP_CONFIG_FILE="/dev/null",
    )  # fmt: skip
    assert ran.returncode == 3, ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_broker_that_is_in_use_is_no_pass(tmp_path, docs_tree, newest_target):
    with redis.start(tmp_path / "server", None) as server:
        client = valkey.Valkey.from_url(f"{server.url}/3")
        client.set("theirs", "1")
        ran = doc_harness(
            "check", "--docs", docs_tree(good=GOOD), "--celery", newest_target.celery, "--broker", f"{server.url}/3",
            cwd=tmp_path,
        )  # fmt: skip
        assert client.get("theirs") == b"1"
    assert ran.returncode == 3, ran.stderr
    assert "in use by somebody else" in ran.stderr


def test_where_nothing_can_be_checked_the_status_is_not_0(tmp_path, docs_tree, newest_target):
    tree = docs_tree(words="Words\n=====\n\nNothing but words.\n")
    ran = doc_harness("check", "--docs", tree, "--celery", newest_target.celery, "--static", cwd=tmp_path)
    assert ran.returncode == 3, ran.stderr
    assert "nothing was checked" in ran.stderr


def test_files_of_the_current_folder_are_not_the_runners(check, tmp_path):
    (tmp_path / "conftest.py").write_text("raise RuntimeError('not mine')\n")
    ran, _ = check(good=GOOD)
    assert ran.returncode == 1, ran.stderr


def test_checking_again_gives_the_same(check, tmp_path):
    ran, out = check(good=GOOD)
    kept = [json.loads(line) for line in (out / "observations.jsonl").read_text().splitlines()]
    assert not (out / "asked.json").exists()
    again, _ = check(good=GOOD)
    assert (again.returncode, again.stdout.rpartition(";")[0]) == (ran.returncode, ran.stdout.rpartition(";")[0])
    assert len(kept) == len((out / "observations.jsonl").read_text().splitlines())


def test_what_was_run_before_is_taken_over(docs_tree, newest_target: Target, tmp_path: Path):
    """A second check runs nothing, after an edit only what was edited, without the cache everything: told is the same."""
    number = int.from_bytes(os.urandom(4), "big")  # nobody has run this
    pages = {name: GOOD.replace("21", str(number + more)) for more, name in enumerate(("first", "second"))}
    pages = {name: page.replace("42", str(2 * (number + more))) for more, (name, page) in enumerate(pages.items())}
    tree = docs_tree(**pages)
    ran = []

    def run(*more: str) -> tuple[dict[str, Any], int]:
        out = tmp_path / str(len(ran))
        ran.append(out)
        words = ("check", "--docs", tree, "--celery", newest_target.celery, "--no-repair", "--out", out, *more)
        told = doc_harness(*words, cwd=tmp_path, DOC_HARNESS_REMEMBER="1")
        assert told.returncode == 1, told.stderr
        done = json.loads((out / "errata.json").read_text())
        finished = (out / "pytest.log").read_text() if (out / "pytest.log").is_file() else ""
        return done, finished.count(" failed") + finished.count(" passed")

    first, runs = run()
    assert runs
    assert run() == (first, 0)
    before = (ran[-1] / "errata.json").stat().st_mtime_ns
    again = doc_harness(
        "check", "--docs", tree, "--celery", newest_target.celery, "--no-repair", "--out", ran[-1], cwd=tmp_path,
        DOC_HARNESS_REMEMBER="1",
    )  # fmt: skip
    assert "nothing has changed" in again.stderr
    assert (again.returncode, (ran[-1] / "errata.json").stat().st_mtime_ns) == (1, before)
    assert run("--no-cache") == (first, runs)
    page = tree / "docs" / "first.rst"
    page.write_text(page.read_text().replace("x * 2", "x * 3"))
    edited, runs = run()
    assert runs
    assert len(lines(ran[-1] / "plans.jsonl")) == len(lines(ran[0] / "plans.jsonl"))
    assert {erratum["rule"] for erratum in edited["errata"]} == {"unknown-name", "wrong-output"}


def test_shares_put_together_are_the_whole(docs_tree, newest_target: Target, tmp_path: Path):
    tree = docs_tree(good=GOOD, other=GOOD.replace("21", "22").replace("42", "45"), third=GOOD.replace("jobs", "work"))
    common = ("check", "--docs", tree, "--celery", newest_target.celery)
    whole = doc_harness(*common, "--out", tmp_path / "whole", cwd=tmp_path)
    assert whole.returncode == 1, whole.stderr
    words: list[str | Path] = []
    for number in (1, 2):
        out = tmp_path / f"share-{number}"
        ran = doc_harness(*common, "--shard", f"{number}/2", "--out", out, cwd=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert "--observed" in ran.stderr
        words += ["--observed", out]
    joined = doc_harness(*common, *words, "--out", tmp_path / "joined", cwd=tmp_path)
    assert joined.returncode == 1, joined.stderr
    assert not (tmp_path / "joined" / "pytest.log").exists()
    for name in ("errata.json", "errata.md"):
        assert (tmp_path / "joined" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
