"""Annotations and the summary: as much as GitHub takes, the worst first."""

from __future__ import annotations

import re

from harness.reports import github, summary
from tests.reports.results import NEW, against, erratum, place, results


def many(number: int):
    return tuple(
        erratum(
            id=f"unknown-name-{index}",
            severity="cosmetic" if index % 2 else "breaks",
            message=f"{index} is wrong " + "and told at length " * 20,
            places=(place(NEW, index + 1, 1, "x"),),
        )
        for index in range(number)
    )


def test_ten_annotations_and_a_word_about_the_rest():
    lines = github.render(results(errata=many(25))).splitlines()
    assert len(lines) == 11
    assert all(line.startswith("::error ") for line in lines[:10])
    assert lines[10].startswith("::notice ")
    assert "; 15 more in the summary of the job" in lines[10]


def test_few_are_all_told():
    lines = github.render(results(errata=many(10))).splitlines()
    assert len(lines) == 11
    assert "more in the summary" not in lines[10]


def test_with_a_baseline_only_what_is_new_or_stale_is_annotated():
    lines = github.render(against()).splitlines()
    assert [re.search(r"file=([^,]+),line=(\d+)", line)[0] for line in lines[:-1]] == [
        "file=docs/userguide/workers.rst,line=521",
        "file=docs/known-errata.toml,line=12",
    ]


def test_the_summary_fits_a_comment_and_says_what_it_leaves_out():
    text = summary.render(results(errata=many(1_000)))
    assert 50_000 < len(text) <= 65_536
    told = len(re.findall(r"^\| (?:breaks|cosmetic) ", text, re.M))
    assert f"and {1_000 - told:,} more, in `errata.md`" in text
    assert "| 5.4.0 | " in text


def test_the_summary_has_every_erratum_of_an_ordinary_run():
    text = summary.render(results(errata=many(100)))
    assert len(re.findall(r"^\| (?:breaks|cosmetic) ", text, re.M)) == 100
    assert "errata.md" not in text


def test_a_workflow_finds_its_comment_again():
    assert summary.render(results()).startswith("<!-- doc-harness -->\n")
