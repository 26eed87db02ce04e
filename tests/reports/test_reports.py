"""Every report: its format, that equal results give equal bytes, and that nothing hostile acts in it."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from harness.interfaces import Report, Results
from harness.model import Erratum, Outcome
from harness.reports import claims, github, json_report, junit, markdown, samples, sarif, summary, terminal
from tests.reports.results import EMPTY, NEW, OLD, against, erratum, outcome, place, results, undecided, wrong_output

GOLDEN = Path(__file__).parent.parent / "golden"
REPORTS: list[ModuleType] = [terminal, markdown, json_report, samples, claims, github, summary, sarif, junit]
BY_NAME = [pytest.param(report, id=report.name) for report in REPORTS]

HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x08\x08 \x9b2J \u202eevil \u2066 \u200b \ud800 "
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; ![x](http://evil/x.png) [click](javascript:alert(1)) "
    "`code` ``` ~~~ | a | b | **bold** _it_ # title @everyone #1 www.evil.example :tada: $x^2$ \r\n::error::injected\n"
    "\n# Heading\n\n```\nend of fence\n````\n- item\n1. one\n=====\n---\n%0A::set-output"
)


@pytest.mark.parametrize(
    ("report", "name", "options"),
    [
        (terminal, "terminal.txt", {}),
        (terminal, "terminal-colour.txt", {"colour": True, "width": 100}),
        (markdown, "errata.md", {}),
        (json_report, "errata.json", {}),
        (samples, "samples.jsonl", {}),
        (claims, "claims.jsonl", {}),
        (github, "github.txt", {}),
        (summary, "summary.md", {}),
        (sarif, "errata.sarif", {}),
        (junit, "junit.xml", {}),
        (terminal, "baseline/terminal.txt", {}),
        (markdown, "baseline/errata.md", {}),
        (json_report, "baseline/errata.json", {}),
        (github, "baseline/github.txt", {}),
        (summary, "baseline/summary.md", {}),
        (sarif, "baseline/errata.sarif", {}),
        (junit, "baseline/junit.xml", {}),
    ],
)
def test_golden(report: Report, name: str, options: dict[str, Any]):
    """The formats; UPDATE_GOLDEN=1 writes them anew, for a reviewer to read the difference."""
    path = GOLDEN / name
    text = report.render(against() if name.startswith("baseline/") else results(), **options)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", BY_NAME)
class TestEveryReport:
    def test_equal_results_give_equal_bytes_in_whatever_order(self, report: Report):
        expected = report.render(many())
        for seed in range(5):
            assert report.render(shuffled(many(), random.Random(seed))) == expected

    def test_nothing_at_all_is_a_report(self, report: Report):
        text = report.render(EMPTY)
        assert text == "" or text.endswith("\n")

    def test_no_control_characters(self, report: Report):
        text = report.render(hostile())
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", json_free(report, text))

    def test_it_can_be_written(self, report: Report):
        report.render(hostile()).encode("utf-8")

    def test_text_without_end_is_cut_with_a_note(self, report: Report):
        long = "x" * 10_000_000
        text = report.render(
            results(
                errata=(erratum(claim=long, observed=long, message=long, suggestion=long, evidence={"log": long}),),
                undecided=(undecided(), dataclasses.replace(undecided(), message=long)),
                samples=(outcome(NEW, 1, "pycon", "undecided", reason=long),),
                claims=(outcome(NEW, 1, "xref", "undecided", reason=long),),
                faults=({"message": long},),
            )
        )
        assert len(text) < 200_000
        assert "more characters" in text

    @pytest.mark.parametrize(
        "text",
        ["/a" * 500_000, "a." * 500_000, "a" * 1_000_000, "://" * 300_000, "?token=" * 200_000, "C:\\a" * 200_000],
    )
    def test_text_without_end_takes_no_time_without_end(self, report: Report, text: str):
        report.render(results(errata=(erratum(observed=text, message=text, claim=text),), faults=({"message": text},)))

    def test_no_secret_and_no_path_of_the_machine(self, report: Report):
        text = report.render(secretive())
        for secret in ("hunter2", "s3cr3t", "/home/", "someone", "/tmp/run", "C:\\Users"):
            assert secret not in text, secret


def json_free(report: Report, text: str) -> str:
    """JSON writes characters as they are: what counts is what a reader of its lines sees."""
    if not report.filename or "json" not in report.filename:
        return text
    return text.encode("ascii", "backslashreplace").decode("ascii")


def many() -> Results:
    return results(
        errata=(
            erratum(),
            wrong_output(),
            erratum(id="unknown-name-2", message="other"),
            erratum(id="x-1", severity="cosmetic", places=(place(NEW, 1, 1, "x"), place(OLD, 1, 1, "x"))),
            erratum(id="x-2", severity="silent", evidence={"b": {"z": 1, "a": 2}, "a": {"y", "x"}}),
        ),
        undecided=(undecided(), dataclasses.replace(undecided(), id="raises-1", message="raises another")),
    )


def shuffled(found: Results, order: random.Random) -> Results:
    def mixed(items: Any) -> tuple[Any, ...]:
        return tuple(order.sample(items, len(items)))

    def remade(item: Erratum) -> Erratum:
        evidence = dict(order.sample(sorted(item.evidence.items()), len(item.evidence)))
        return dataclasses.replace(item, places=mixed(item.places), fails_on=mixed(item.fails_on), evidence=evidence)

    return Results(
        docs=mixed(found.docs),
        targets=mixed(found.targets),
        labels=mixed(found.labels),
        errata=mixed(tuple(remade(item) for item in found.errata)),
        undecided=mixed(found.undecided),
        faults=mixed(found.faults),
        samples=mixed(found.samples),
        claims=mixed(found.claims),
        seconds=found.seconds,
    )


def hostile() -> Results:
    bad = erratum(
        id=HOSTILE, rule=HOSTILE, claim=HOSTILE, observed=HOSTILE, message=HOSTILE, suggestion=HOSTILE, patch=HOSTILE,
        reproducer=HOSTILE, places=(place(NEW, 1, 1, HOSTILE, file=HOSTILE),), fails_on=(HOSTILE,), holds_on=(HOSTILE,),
        evidence={HOSTILE: [HOSTILE], "source_line": HOSTILE.split("\n")[0], "interval": HOSTILE, "reason": HOSTILE},
    )  # fmt: skip
    docs = dataclasses.replace(results().docs[0], version=HOSTILE)
    return results(
        docs=(docs, results().docs[1]),
        errata=(bad,),
        undecided=(dataclasses.replace(bad, blame="undecided"),),
        faults=({HOSTILE: HOSTILE},),
        samples=(hostile_outcome(),),
        claims=(hostile_outcome(),),
    )


def hostile_outcome() -> Outcome:
    return dataclasses.replace(
        outcome(NEW, 1, HOSTILE, "undecided"), docs=HOSTILE, target=HOSTILE, file=HOSTILE, reason=HOSTILE
    )


def secretive() -> Results:
    told = (
        "Connection to redis://someone:hunter2@broker:6379/0 and amqp://s3cr3t@broker// and"
        " https://h/x?a=1&password=s3cr3t&b=2 failed:\n"
        'File "/home/someone/.tox/celery54/lib/python3.11/site-packages/celery/app/base.py", line 3, in f\n'
        'File "/home/someone/.pyenv/lib/python3.11/socket.py", line 3\n'
        'File "/tmp/run.12/plan/tasks.py", line 1; C:\\Users\\someone\\tasks.py'
    )
    return results(
        errata=(erratum(observed=told, message=told, suggestion=told, evidence={"traceback": told, told: [told]}),),
        undecided=(dataclasses.replace(undecided(), evidence={"reason": told}),),
        faults=({"message": told, "log": {"more": told}},),
        samples=(outcome(NEW, 1, "pycon", "undecided", reason=told),),
        claims=(outcome(NEW, 1, "xref", "undecided", reason=told),),
    )


class TestJson:
    def data(self, found: Results) -> Any:
        return json.loads(json_report.render(found))

    def test_the_contract(self):
        data = self.data(results())
        stages = ["errata", "undecided", "faults", "undocumented"]
        assert list(data) == ["schema", "docs", "targets", "counts", *stages, "containment", "pages", "baseline"]
        assert data["schema"] == 1
        assert data["docs"][0] == {"version": OLD, "sha256": "a" * 64}
        assert data["targets"][0] == {
            "name": "celery53-redis", "celery": OLD, "kombu": "5.3.7", "python": "3.11.7", "broker": "redis",
        }  # fmt: skip
        assert list(data["errata"][0]) == [
            "id", "rule", "severity", "blame", "claim", "observed", "message", "suggestion", "places", "fails_on",
            "holds_on", "patch", "patch_verified", "reproducer", "evidence",
        ]  # fmt: skip
        assert list(data["errata"][0]["places"][0]) == ["docs", "file", "line", "column", "end_line", "text"]
        assert {label for item in data["errata"] for label in item["fails_on"]} <= {
            row["name"] for row in data["targets"]
        }

    def test_the_counts_count(self):
        counts = self.data(results())["counts"]
        assert (counts["errata"], counts["undecided"], counts["faults"]) == (2, 1, 2)
        assert counts["rules"] == {"unknown-name": 1, "wrong-output-shape": 1}
        assert counts["samples"][1]["verdicts"] == {"fails": 1, "holds": 1, "undecided": 1}

    def test_what_the_docs_say_themselves_is_no_secret(self):
        url = "redis://user:password@localhost:6379/0"
        (item,) = self.data(results(errata=(erratum(claim=f"broker_url = '{url}'", observed=f"{url} is refused"),)))[
            "errata"
        ]
        assert item["observed"] == f"{url} is refused"

    def test_evidence_of_any_kind_is_json(self):
        evidence = {"nan": float("nan"), "set": {2, 1}, "tuple": (1, None), "object": Path("x"), 3: True}
        (item,) = self.data(results(errata=(erratum(evidence=evidence),)))["errata"]
        assert item["evidence"] == {"3": True, "nan": "nan", "object": "x", "set": [1, 2], "tuple": [1, None]}


class TestLines:
    def test_samples(self):
        first = json.loads(samples.render(results()).splitlines()[0])
        assert list(first) == [
            "docs", "target", "file", "line", "end_line", "language", "check", "verdict", "reason", "seconds",
        ]  # fmt: skip
        assert first["seconds"] == 0.123

    def test_claims_have_a_kind(self):
        first = json.loads(claims.render(results()).splitlines()[0])
        assert first["kind"] == "control"
        assert "language" not in first


class TestTerminal:
    def test_no_escape_without_colour(self):
        assert "\x1b" not in terminal.render(results())

    def test_colour_only_adds_escapes(self):
        plain, colour = terminal.render(results(), width=100), terminal.render(results(), width=100, colour=True)
        stripped = "".join(line.rstrip() + "\n" for line in re.sub(r"\x1b\[[\d;]*m", "", colour).splitlines())
        assert "\x1b[" in colour
        assert stripped == plain

    def test_every_erratum_has_a_line_that_an_editor_can_jump_to(self):
        found = re.findall(r"^(\S+):(\d+):(\d+): ([\w-]+): ", terminal.render(results()), re.M)
        assert found[:2] == [
            ("docs/userguide/workers.rst", "474", "14", "unknown-name"),
            ("docs/userguide/workers.rst", "1008", "5", "wrong-output-shape"),
        ]

    def test_the_caret_is_below_the_token(self):
        lines = terminal.render(results()).split("\n")
        index = next(i for i, line in enumerate(lines) if "^" in line)
        assert lines[index].index("^") == lines[index - 1].index("revoke_by")
        assert lines[index].count("^") == len("revoke_by_stamped_header")

    def test_many_places_are_counted(self):
        places = tuple(place(NEW, line, 1, "x") for line in range(1, 40))
        assert "and 26 more places" in terminal.render(results(errata=(erratum(places=places),)))

    def test_a_suggestion_is_told_once(self):
        told = erratum(message="there is no foo; did you mean food?", suggestion="food")
        assert terminal.render(results(errata=(told,))).count("did you mean") == 1
        quoted = erratum(message="the prompt is broken: write '>>>'", suggestion=">>>")
        assert "did you mean" not in terminal.render(results(errata=(quoted,)))

    def test_a_bar_of_markup_of_rich_is_text(self):
        assert "[bold]x[/bold]" in terminal.render(results(errata=(erratum(message="[bold]x[/bold]"),)))


class TestMarkdown:
    def test_nothing_hostile_is_outside_of_code(self):
        text = outside_code(markdown.render(hostile()))
        for bad in (
            "<script",
            "<img",
            "](",
            "**bold",
            "@everyone",
            "www.",
            ":tada:",
            "$x",
            "\n# Heading",
            "injected\n\n#",
        ):
            assert bad not in text, bad

    def test_fences_are_longer_than_what_they_hold(self):
        text = markdown.render(results(errata=(erratum(claim="a\n`````\nb"),)))
        assert "``````text\na\n`````\nb\n``````" in text

    def test_every_section_is_the_reports_own(self):
        heads = re.findall(r"^#+ .*$", outside_code(markdown.render(hostile())), re.M)
        assert [head.split()[0] for head in heads] == ["#", "##", "###", "##", "###", "##"]

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (
                "Control has no revoke_by; did you mean revoke_all?",
                "Control has no `revoke_by`; did you mean `revoke_all`?",
            ),
            ("1. first", "1\\. first"),
            ("- item", "\\- item"),
            ("5.7.0", "5.7.0"),
            ("a `tick`", "a `` `tick` ``"),
            ("plain words, nothing else.", "plain words, nothing else."),
            (
                'says "tasks (Union[str, T]): A task."; in fact a_b',
                "says `tasks (Union[str, T]): A task.`; in fact `a_b`",
            ),
            ('says "plain words" and "*more*" (".", "_x").', 'says "plain words" and `*more*` (".", `_x`).'),
            ('an "open a_b', 'an "open `a_b`'),
        ],
    )
    def test_words(self, words: str, expected: str):
        assert markdown.text(words) == expected


def outside_code(text: str) -> str:
    """Markdown without its fences and spans of code."""
    text = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", text)
    return re.sub(r"(?s)(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)


class TestGithub:
    def test_a_command_a_line(self):
        lines = github.render(hostile()).splitlines()
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
        assert len(lines) == 2

    def test_properties_cannot_be_added(self):
        bad = erratum(id="x,line=1::y", places=(place(NEW, 3, 4, "x", file="a:b,line=9"),))
        line = github.render(results(errata=(bad,))).splitlines()[0]
        assert line.startswith("::error file=a%3Ab%2Cline=9,line=3,endLine=3,col=4,title=x%2Cline=1%3A%3Ay::")
