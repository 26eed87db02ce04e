"""`doc-harness report`: folders of runs read again, joined, and told."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from harness import sources, wire
from harness.cli import cli
from harness.commands import gathering, steps
from harness.errors import MissingError, UsageError
from harness.interfaces import Results
from harness.model import Docs, Erratum, Event, Finding, Observation, Raised, Sent
from harness.reports import claims, json_report, samples
from harness.reports._prepared import prepared
from tests.conftest import make_sample
from tests.reports.results import NEW, OLD, WORKERS, erratum, outcome, place, results, target, undecided, wrong_output


def write(folder: Path, found: Results) -> Path:
    """A run's folder, as `check` leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in (json_report, samples, claims):
        assert report.filename is not None
        (folder / report.filename).write_text(report.render(found), encoding="utf-8")
    return folder


def lines(path: Path, records: Iterable[Any]) -> None:
    wire.write_lines(path, records)


def tree(version: str, sha256: str) -> Docs:
    return Docs(version=version, root="", sha256=sha256)


def of(version: str, label: str, *errata: Erratum, **changes: Any) -> Results:
    """A run of one release on one broker."""
    name, _, _ = label.rpartition("-")
    return dataclasses.replace(
        results(
            docs=(Docs(version=version, root="", sha256=version),),
            targets=(target(name, version),),
            labels=(label,),
            errata=errata,
            undecided=(),
            faults=(),
            samples=(dataclasses.replace(outcome(version, 10, "pycon", "holds"), target=label),),
            claims=(),
        ),
        **changes,
    )


def here(version: str, label: str, **changes: Any) -> Erratum:
    return erratum(places=(place(version, 474, 14, "x"),), fails_on=(label,), holds_on=(), **changes)


class TestReading:
    def test_what_was_written_is_read(self, tmp_path: Path):
        found = results(undocumented=({"docs": NEW, "target": "celery54", "kind": "setting", "name": "x"},))
        read = gathering.read(write(tmp_path / "run", found), tree)
        assert json_report.render(read) == json_report.render(found)
        assert samples.render(read) == samples.render(found)
        assert claims.render(read) == claims.render(found)

    def test_no_run(self, tmp_path: Path):
        with pytest.raises(MissingError, match=r"holds no errata\.json: run doc-harness check --out"):
            gathering.read(tmp_path, tree)

    def test_a_run_that_has_not_ended(self, tmp_path: Path):
        folder = write(tmp_path / "run", results())
        (folder / "claims.jsonl").unlink()
        with pytest.raises(MissingError, match=r"holds no claims\.jsonl"):
            gathering.read(folder, tree)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"docs": 3}', '{"docs": [{}]}', "nonsense"])
    def test_something_else(self, tmp_path: Path, text: str):
        (tmp_path / "errata.json").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="not the report of a run"):
            gathering.read(tmp_path, tree)

    @pytest.mark.parametrize("text", ["3", "{}", '{"language": "pycon"}', "{"])
    def test_other_lines(self, tmp_path: Path, text: str):
        folder = write(tmp_path / "run", results())
        (folder / "samples.jsonl").write_text(f"{text}\n", encoding="utf-8")
        with pytest.raises(UsageError, match=r"samples\.jsonl:1: not a line of verdicts"):
            gathering.read(folder, tree)


class TestJoining:
    def test_a_mistake_that_two_runs_have_found_is_one(self):
        joined = gathering.joined(
            [
                of(NEW, "celery54-redis", here(NEW, "celery54-redis", message="new")),
                of(OLD, "celery53-redis", here(OLD, "celery53-redis", message="old")),
            ]
        )
        (one,) = joined.errata
        assert [item.version for item in joined.docs] == [OLD, NEW]
        assert one.message == "new"
        assert one.fails_on == ("celery53-redis", "celery54-redis")
        assert [item.docs for item in one.places] == [OLD, NEW]
        assert one.evidence["interval"] == "5.3.6–5.4.0"

    def test_what_was_observed_differently_is_told_of_each(self):
        joined = gathering.joined(
            [
                of(NEW, "celery54-redis", here(NEW, "celery54-redis", observed="new")),
                of(OLD, "celery53-redis", here(OLD, "celery53-redis", observed="old")),
            ]
        )
        assert joined.errata[0].evidence["observed_on"] == {"celery53-redis": "old", "celery54-redis": "new"}

    def test_two_brokers_of_one_release(self):
        joined = gathering.joined(
            [
                of(NEW, "celery54-rabbitmq", here(NEW, "celery54-rabbitmq")),
                of(NEW, "celery54-redis"),
            ]
        )
        assert len(joined.docs) == len(joined.targets) == 1
        assert joined.labels == ("celery54-rabbitmq", "celery54-redis")
        assert joined.errata[0].fails_on == ("celery54-rabbitmq",)

    def test_sure_in_one_and_undecided_in_the_other_is_sure(self):
        same = dataclasses.replace(undecided(), id=erratum().id)
        joined = gathering.joined(
            [of(NEW, "celery54-redis", here(NEW, "celery54-redis")), of(OLD, "celery53-redis", undecided=(same,))]
        )
        assert (len(joined.errata), len(joined.undecided)) == (1, 0)

    def test_the_same_twice(self):
        with pytest.raises(UsageError, match="two of these runs hold the same: celery54-redis"):
            gathering.joined([of(NEW, "celery54-redis"), of(NEW, "celery54-redis")])

    def test_other_docs_of_the_same_name(self):
        other = of(NEW, "celery54-rabbitmq", docs=(Docs(version=NEW, root="", sha256="another"),))
        with pytest.raises(UsageError, match=f"different docs of the same name: {NEW}"):
            gathering.joined([of(NEW, "celery54-redis"), other])

    def test_one_run_is_as_it_was(self):
        assert gathering.joined([results()]) == results()

    def test_the_least_held_run_is_told(self):
        runs = [
            of(NEW, "celery54-redis", containment="namespaces"),
            of(OLD, "celery53-redis", containment="limits (no)"),
        ]
        assert gathering.joined(runs).containment == "limits (no)"


SAMPLE = make_sample(">>> add.delay(2)\n>>> 3", "pycon", lines=(474, 475))


def finding(**changes: Any) -> Finding:
    blank = Finding(
        rule="unknown-name", blame="docs", severity="breaks", docs=NEW, target="celery54-redis", subject="x",
        place=place(NEW, 474, 14, "x"), claim="x", observed="x", message="x", suggestion=None, token="",
        sample=SAMPLE.key, claim_key=None,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def observation(**changes: Any) -> Observation:
    raised = Raised(type="TypeError", message="", line=0, name="", owner="", near=(), traceback="Traceback")
    blank = Observation(
        plan="page:474", step=0, sample=SAMPLE.key, docs=NEW, target="celery54-redis", status="done",
        source="add.delay(2)", first=0, shown=None, output="", value=None, raised=None, code=None,
        sent=(Sent(id="1", name="tasks.add", state="FAILURE", result="TypeError()", raised=raised),), warnings=(),
        log="log", reason="", seconds=0.1, events=(Event(type="task-failed", fields={}), Event(type="task-failed", fields={})),
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


class TestSteps:
    def witnessed(self, folder: Path, seen: Iterable[Observation], about: Finding | None = None) -> list[Any]:
        lines(folder / "findings.jsonl", [about or finding()])
        lines(folder / "observations.jsonl", seen)
        (folder / "plans.jsonl").write_text(
            json.dumps({"docs": NEW, "key": "page:exp", "experiment": "claim:1"}) + "\n", encoding="utf-8"
        )
        sample = {"key": SAMPLE.key, "lines": list(SAMPLE.lines)}
        (folder / "pages.jsonl").write_text(json.dumps({"samples": [sample]}) + "\n", encoding="utf-8")
        told = steps.read(folder).with_steps(erratum())
        return list(told.evidence.get("steps", ()))

    def test_the_step_of_the_line(self, tmp_path: Path):
        (step,) = self.witnessed(
            tmp_path, [observation(), observation(step=1, first=1, source="3", sent=(), events=())]
        )
        assert step["source"] == "add.delay(2)"
        assert step["tasks"] == [
            {"name": "tasks.add", "state": "FAILURE", "result": "TypeError()", "traceback": "Traceback"}
        ]
        assert step["events"] == {"task-failed": 2}
        assert step["log"] == "log"

    @pytest.mark.parametrize(
        "other",
        [
            observation(sample=None),
            observation(docs=OLD),
            observation(target="celery54-rabbitmq"),
            observation(first=1),
        ],
        ids=["the context's", "another release's", "another broker's", "of a later line"],
    )
    def test_not_those_of(self, tmp_path: Path, other: Observation):
        assert self.witnessed(tmp_path, [other]) == []

    def test_how_a_reader_uses_it_where_that_fails(self, tmp_path: Path):
        called = observation(sample=f"{SAMPLE.key}#called", status="raised", source="Router()")
        assert [step["source"] for step in self.witnessed(tmp_path, [called, observation()])] == [
            "Router()",
            "add.delay(2)",
        ]

    def test_an_experiment(self, tmp_path: Path):
        seen = observation(sample=None, plan="page:exp", source="assert 1")
        (step,) = self.witnessed(tmp_path, [seen], finding(sample=None, claim_key="claim:1"))
        assert step["source"] == "assert 1"

    def test_a_long_log_is_told_from_its_end(self, tmp_path: Path):
        log = "\n".join(f"line {number}" for number in range(100))
        (step,) = self.witnessed(tmp_path, [observation(log=log)])
        assert step["log"].startswith("… (60 lines before)\nline 60")

    def test_nothing_was_run(self, tmp_path: Path):
        assert steps.read(tmp_path).with_steps(erratum()) == erratum()

    def test_paths_of_the_machine_are_masked(self, tmp_path: Path):
        (step,) = self.witnessed(tmp_path, [observation(log="/home/someone/x/site-packages/celery/app.py")])
        found = prepared(results(errata=(erratum(evidence={"steps": [step]}),)))
        assert "someone" not in str(found.errata[0].evidence)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments])


class TestCommand:
    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        path = tmp_path / "checkout" / "docs" / "userguide" / "workers.rst"
        path.parent.mkdir(parents=True)
        path.write_text("Workers\n=======\n\nrevoke_by_stamped_header\n", encoding="utf-8")
        return tmp_path / "checkout"

    @pytest.fixture
    def run(self, tmp_path: Path, checkout: Path) -> Path:
        found = sources.checkout(checkout)
        at = place(found.version, 4, 1, "revoke_by_stamped_header")
        diff = f"--- a/{WORKERS}\n+++ b/{WORKERS}\n@@ -4 +4 @@\n-revoke_by_stamped_header\n+revoke_by_stamped_headers\n"
        one = erratum(places=(at,), patch=diff, patch_verified=True)
        other = dataclasses.replace(wrong_output(), places=(at,), patch_verified=False)
        return write(tmp_path / "run", results(docs=(found,), errata=(one, other), undecided=(), samples=(), claims=()))

    def test_a_file_and_topics(self, tmp_path: Path, run: Path, checkout: Path):
        out, topics = tmp_path / "new" / "errata.html", tmp_path / "topics"
        told = call("report", run, "--docs", checkout, "--out", out, "--topics", topics)
        assert told.exit_code == 0, told.output
        assert "<mark>revoke_by_stamped_header</mark>" in out.read_text(encoding="utf-8")
        names = sorted(path.name for path in topics.iterdir())
        assert names == ["unknown-name.md", "unknown-name.patch", "wrong-output-shape.md"]
        assert "+revoke_by_stamped_headers" in (topics / "unknown-name.patch").read_text(encoding="utf-8")

    def test_docs_that_have_changed_since_are_not_shown(self, tmp_path: Path, run: Path, checkout: Path):
        (checkout / WORKERS).write_text("Other words.\n", encoding="utf-8")
        out = tmp_path / "errata.html"
        told = call("report", run, "--docs", checkout, "--out", out)
        assert told.exit_code == 0
        assert "are not at hand: their pages are left out" in " ".join(told.output.split())
        assert "Other words" not in out.read_text(encoding="utf-8")

    def test_nothing_to_write(self, run: Path):
        told = call("report", run)
        assert told.exit_code == 2
        assert "--out FILE.html" in told.output

    def test_no_run(self, tmp_path: Path):
        told = call("report", tmp_path, "--out", tmp_path / "x.html")
        assert told.exit_code == 3
        assert not (tmp_path / "x.html").exists()
