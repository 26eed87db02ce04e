"""From findings to errata: what is one mistake, where it stands, since when, and what only repeats it."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import compare
from harness.model import Claim, Docs, Erratum, Finding, Outcome, Page, Place, Sample, SampleKey, Target

STAMPS = Path(__file__).parent / "pages" / "stamps.rst"
WRONG, RIGHT = "cancel_by_stamp", "cancel_by_stamps"
FILE = "docs/userguide/stamps.rst"

RELEASES = ("5.3.6", "5.4.0", "5.5.3")


def docs_of(*versions: str, root: Path | str = "/nowhere") -> list[Docs]:
    return [Docs(version=version, root=str(root), sha256="0" * 64) for version in versions]


def targets_of(*versions: str) -> list[Target]:
    return [
        Target(name=label_of(version, ""), celery=version, kombu="5.3.7", python="3.11.7", interpreter="", digest="")
        for version in versions
    ]


def label_of(version: str, service: str = "redis") -> str:
    name = f"celery{''.join(version.split('.')[:2])}"
    return f"{name}-{service}" if service else name


def place(
    line: int = 1, column: int = 1, text: str = "x", *, docs: str = "5.4.0", file: str = FILE, end: int = 0
) -> Place:
    return Place(docs=docs, file=file, line=line, column=column, end_line=end or line, text=text)


def finding(rule: str = "unknown-name", at: Place | None = None, **changes: Any) -> Finding:
    at = at or place()
    blank = Finding(
        rule=rule, blame="docs", severity="breaks", docs=at.docs, target=label_of(at.docs), subject="name:it", place=at,
        claim=at.text, observed="it is not there", message="there is no such name", suggestion=None, token="",
        sample=None, claim_key=None, evidence={},
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def errata(
    findings: Iterable[Finding],
    releases: Sequence[str] = RELEASES,
    *,
    pages: dict[str, list[Page]] | None = None,
    outcomes: Sequence[Outcome] = (),
    services: Sequence[str] = ("redis",),
    root: Path | str = "/nowhere",
) -> tuple[Erratum, ...]:
    return compare.errata(
        findings,
        docs=docs_of(*releases, root=root),
        targets=targets_of(*releases),
        labels=[label_of(version, service) for version in releases for service in services],
        pages=pages or {},
        outcomes=outcomes,
    )


def outcome(key: str, version: str, verdict: str, check: str = "run") -> Outcome:
    return Outcome(
        docs=version, target=label_of(version), file=FILE, line=1, end_line=1, kind="pycon", check=check,  # type: ignore[arg-type]
        verdict=verdict, reason="", seconds=0.0, key=key,  # type: ignore[arg-type]
    )  # fmt: skip


def at(erratum: Erratum) -> list[tuple[int, int]]:
    return [(item.line, item.column) for item in erratum.places]


class TestOneMistake:
    def test_one_rule_and_subject_over_places_releases_and_brokers(self):
        findings = [
            finding(at=place(line, docs=version), target=label_of(version, service))
            for version in ("5.3.6", "5.4.0")
            for service in ("redis", "rabbitmq")
            for line in (3, 1)
        ]
        (found,) = errata(findings, services=("redis", "rabbitmq"))
        assert [(item.docs, item.line) for item in found.places] == [
            ("5.3.6", 1), ("5.3.6", 3), ("5.4.0", 1), ("5.4.0", 3),
        ]  # fmt: skip
        assert found.fails_on == ("celery53-rabbitmq", "celery53-redis", "celery54-rabbitmq", "celery54-redis")
        assert found.holds_on == ("celery55-rabbitmq", "celery55-redis")

    def test_other_subjects_and_other_rules_are_other_mistakes(self):
        findings = [
            finding(at=place(1)),
            finding(at=place(2), subject="name:other"),
            finding("unknown-option", at=place(3)),
        ]
        assert len(errata(findings)) == 3

    def test_one_missing_name_is_one_mistake_whatever_the_rules(self):
        findings = [
            finding("unknown-setting", at=place(1, text=WRONG), subject="setting", token=WRONG),
            finding("unknown-name", at=place(2, text=WRONG), subject="name", token=WRONG),
        ]
        (found,) = errata(findings)
        assert at(found) == [(1, 1), (2, 1)]
        assert found.evidence["rules"] == ["unknown-name", "unknown-setting"]

    @pytest.mark.parametrize("token", ["name", "task", "x", "retval", "debug"])
    def test_a_common_word_does_not_join_what_is_apart(self, token: str):
        findings = [
            finding("unknown-name", at=place(1, text=token), subject="a", token=token),
            finding("unknown-argument", at=place(2, text=token), subject="b", token=token),
        ]
        assert len(errata(findings)) == 2

    def test_the_worst_severity_and_the_best_suggestion_speak_for_it(self):
        findings = [
            finding(at=place(1), severity="cosmetic"),
            finding(at=place(2), severity="breaks", suggestion="better", observed="another thing"),
            finding(at=place(3), severity="silent", suggestion="worse"),
            finding(at=place(4), severity="silent", suggestion="better"),
        ]
        (found,) = errata(findings)
        assert (found.severity, found.suggestion, found.observed) == ("breaks", "better", "another thing")

    def test_what_was_observed_where_is_told_when_it_differs(self):
        (found,) = errata([
            finding(at=place(docs="5.3.6"), observed="old error"),
            finding(at=place(docs="5.4.0"), observed="new error"),
        ])  # fmt: skip
        assert found.observed == "new error"
        assert found.evidence["observed_on"] == {"celery53-redis": "old error", "celery54-redis": "new error"}

    def test_faults_are_no_errata(self):
        findings = [finding(blame="harness"), finding(at=place(2), blame="environment", message="no broker")]
        assert errata(findings) == ()
        assert [fault["kind"] for fault in compare.faults(findings)] == ["harness", "environment"]
        assert compare.faults(findings)[1]["message"] == "no broker"

    def test_library_and_undecided_stay_what_they_are(self):
        found = errata([
            finding(at=place(1), subject="a", blame="undecided"),
            finding(at=place(2), subject="b", blame="library"),
            finding(at=place(3), subject="b", blame="undecided", docs="5.5.3", target=label_of("5.5.3")),
        ])  # fmt: skip
        assert [item.blame for item in found] == ["library", "undecided"]
        assert found[0].fails_on == ("celery54-redis",)
        assert found[0].holds_on == ("celery53-redis",)
        assert found[0].evidence["undecided_on"] == ("celery55-redis",)

    def test_the_order_is_by_severity_then_place_in_the_newest_docs(self):
        findings = [
            finding(at=place(9), subject="c", severity="cosmetic"),
            finding(at=place(10, docs="5.4.0"), subject="b"),
            finding(at=place(2, docs="5.3.6"), subject="b"),
            finding(at=place(9), subject="a"),
            finding(at=place(1), subject="d", blame="undecided"),
        ]
        assert [item.places[-1].line for item in errata(findings)] == [9, 10, 9, 1]

    def test_equal_findings_give_equal_errata_in_whatever_order(self):
        findings = [
            finding(at=place(line, docs=version), subject=f"s{line % 3}", observed=f"o{version}", token=token)
            for line in range(1, 8)
            for version in RELEASES
            for token in ("", WRONG)
        ]
        expected = errata(findings)
        for seed in range(5):
            random.Random(seed).shuffle(findings)
            assert errata(findings) == expected


class TestIdentity:
    def test_it_is_the_rule_and_a_digest(self):
        assert re.fullmatch(r"unknown-name-[0-9a-f]{8}", errata([finding()])[0].id)

    def test_it_outlives_moved_lines_and_releases(self):
        (before,) = errata([finding(at=place(3, docs="5.3.6"))])
        (after,) = errata([finding(at=place(700, docs="5.5.3", file="docs/elsewhere.rst"), message="reworded")])
        assert before.id == after.id

    def test_other_mistakes_have_other_ids(self):
        ids = {item.id for item in errata([finding(), finding(at=place(2), subject="name:other")])}
        assert len(ids) == 2


class TestPlaces:
    def test_a_place_found_twice_stands_once_and_the_more_exact_wins(self):
        findings = [
            finding(at=place(5, 5, ">>> app.control.gone()")),
            finding(at=place(5, 21, "gone")),
            finding(at=place(5, 1, "")),
        ]
        (found,) = errata(findings)
        assert found.places == (place(5, 21, "gone"),)

    def test_two_on_one_line_stay_two(self):
        (found,) = errata([finding(at=place(5, 5, "gone")), finding(at=place(5, 15, "gone"))])
        assert at(found) == [(5, 5), (5, 15)]

    def test_a_span_of_lines_yields_to_a_token_on_its_first_line_only(self):
        (found,) = errata([
            finding(at=place(5, 5, "gone(\n1)", end=6)),
            finding(at=place(5, 5, "gone")),
            finding(at=place(6, 5, "gone")),
        ])  # fmt: skip
        assert found.places == (place(5, 5, "gone"), place(6, 5, "gone"))

    def test_a_token_is_found_in_the_line_that_a_check_names(self, tmp_path: Path):
        write(tmp_path, "first\n    >>> app.control.cancel_by_stamp({})\n")
        (found,) = errata([finding(at=place(2, 5, "app.control"), token=WRONG)], root=tmp_path)
        assert found.places == (place(2, 21, WRONG),)
        assert found.evidence["source_line"] == "    >>> app.control.cancel_by_stamp({})"

    @pytest.mark.parametrize("file", ["../secret.rst", "/etc/passwd"])
    def test_nothing_outside_the_docs_is_read(self, tmp_path: Path, file: str):
        (tmp_path.parent / "secret.rst").write_text("cancel_by_stamp\n")
        (found,) = errata([finding(at=place(1, 1, "root", file=file), token=WRONG)], root=tmp_path)
        assert found.evidence["source_line"] == ""


class TestInterval:
    @pytest.mark.parametrize(
        ("fails", "words"),
        [
            (("5.3.6",), "5.3.6, not from 5.4.0"),
            (("5.3.6", "5.4.0"), "5.3.6–5.4.0, not from 5.5.3"),
            (("5.4.0",), "5.4.0, not up to 5.3.6, not from 5.5.3"),
            (("5.5.3",), "5.5.3, not up to 5.4.0"),
            (("5.3.6", "5.5.3"), "5.3.6, 5.5.3"),
            (RELEASES, "5.3.6–5.5.3"),
        ],
    )
    def test_in_words(self, fails: tuple[str, ...], words: str):
        (found,) = errata([finding(at=place(docs=version)) for version in fails])
        assert found.evidence["interval"] == words

    def test_versions_are_numbers(self):
        (found,) = errata([finding(at=place(docs="5.10.0"))], ("5.9.1", "5.10.0"))
        assert found.evidence["interval"] == "5.10.0, not up to 5.9.1"

    def test_brokers_that_differ_are_told_apart(self):
        findings = [finding(at=place(docs="5.4.0"), target=label_of("5.4.0", "rabbitmq"))]
        (found,) = errata(findings, ("5.4.0", "5.5.3"), services=("redis", "rabbitmq"))
        assert found.evidence["interval"] == "rabbitmq: 5.4.0, not from 5.5.3; redis: nowhere"
        assert found.holds_on == ("celery54-redis", "celery55-rabbitmq", "celery55-redis")

    def test_one_checkout_on_several_releases_is_told_by_target(self):
        found = compare.errata(
            [finding(at=place(docs="checkout"), target="celery54-redis")],
            docs=docs_of("checkout"),
            targets=targets_of("5.4.0", "5.5.3"),
            labels=["celery54-redis", "celery55-redis"],
            pages={},
        )
        assert found[0].evidence["interval"] == "celery54, not from celery55"

    def test_a_release_where_the_sample_was_not_decided_does_not_hold(self):
        sample = SampleKey("page:1:1")
        (found,) = errata(
            [finding(sample=sample, at=place(docs="5.3.6"))],
            outcomes=[
                outcome(sample, "5.3.6", "fails"),
                outcome(sample, "5.4.0", "undecided"),
                outcome(sample, "5.5.3", "holds"),
            ],
        )
        assert found.holds_on == ("celery55-redis",)

    def test_nor_does_one_where_it_was_not_checked_as_strictly(self):
        sample = SampleKey("page:1:1")
        (found,) = errata(
            [finding(sample=sample, at=place(docs="5.3.6"))],
            ("5.3.6", "5.4.0"),
            outcomes=[outcome(sample, "5.3.6", "fails"), outcome(sample, "5.4.0", "holds", "resolve")],
        )
        assert found.holds_on == ()


def write(root: Path, text: str) -> None:
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def stamps_page(**changes: Any) -> Page:
    """The page in tests/pages/stamps.rst as extraction reads it."""
    lines = STAMPS.read_text(encoding="utf-8").split("\n")
    samples = [block(lines, first) for first, line in enumerate(lines) if line.startswith(".. code-block")]
    claims = []
    for number, line in enumerate(lines, 1):
        if line.startswith(".. control::"):
            claims.append(claim("control", number, 14, line[13:]))
        elif number < len(lines) and lines[number].startswith("---") and line:
            claims.append(claim("heading", number, 1, line.replace("``", "")))
        elif line.startswith(":command:"):
            claims.append(claim("command", number, 11, line[10:]))
        elif not line.startswith(" "):
            claims += [claim("literal", number, m.start() + 1, m[0], m[1]) for m in re.finditer(r"``(\w+)``", line)]
    page = Page(
        name="userguide/stamps", file=FILE, title="Workers", samples=tuple(samples), claims=tuple(claims), problems=()
    )
    return dataclasses.replace(page, **changes)


def block(lines: Sequence[str], first: int) -> Sample:
    body = []
    for number in range(first + 2, len(lines)):
        if lines[number] and not lines[number].startswith("    "):
            break
        body.append((number + 1, lines[number][4:]))
    while body and not body[-1][1]:
        body.pop()
    return Sample(
        key=SampleKey(f"userguide/stamps:{first}:1"), page="userguide/stamps", file=FILE,
        lines=tuple(number for number, _ in body), columns=tuple(5 for _ in body), language=lines[first].split()[-1],
        form="code-block", code="\n".join(text for _, text in body), headings=("Workers", "Stamps"), lead="",
        caption="", output=None, scope="", historical=False,
    )  # fmt: skip


def claim(kind: str, line: int, column: int, text: str, subject: str = "") -> Claim:
    return Claim(
        key=f"{kind}:{line}", kind=kind, page="userguide/stamps", file=FILE, line=line, column=column, end_line=line,
        text=text, subject=subject or text, headings=("Workers", "Stamps"), scope="", historical=False,
    )  # fmt: skip


PROVEN = finding(at=place(18, 21, WRONG), token=WRONG, subject=f"name:{WRONG}", suggestion=RIGHT)
#: Every mention on the page but its last sentence, which tells of the past.
MENTIONS = [(7, 14), (9, 3), (11, 44), (17, 21), (19, 21), (21, 7), (25, 20), (31, 30)]


def test_where_more_is_to_be_rewritten_nothing_is_suggested():
    lone = finding(suggestion="3.10")
    more = finding(at=place(2), evidence={"more": "Python 3.11"})
    (found,) = errata([lone, more], ("5.4.0",))
    assert found.suggestion is None


class TestSweep:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        write(tmp_path, STAMPS.read_text(encoding="utf-8"))
        return tmp_path

    def found(self, root: Path, page: Page, token: str = WRONG) -> list[tuple[int, int]]:
        one = dataclasses.replace(PROVEN, token=token, place=place(17, 21, token))
        (found,) = errata([one], ("5.4.0", "5.5.3"), pages={"5.4.0": [page], "5.5.3": [page]}, root=root)
        assert {item.docs for item in found.places} == {"5.4.0"}
        assert {item.text for item in found.places} == {token}
        return at(found)

    def test_every_mention_is_a_place(self, root: Path):
        assert self.found(root, stamps_page()) == MENTIONS

    def test_without_the_file_the_claims_own_words_tell(self, tmp_path: Path):
        lines = [line for line, _ in self.found(tmp_path / "gone", stamps_page())]
        assert lines == [line for line, _ in MENTIONS] + [33]

    def test_one_erratum_with_what_checks_found_elsewhere_on_the_page(self, root: Path):
        findings = [
            PROVEN,
            finding("unknown-command", at=place(31, 5, f"$ celery control {WRONG}"), token=WRONG, subject="c"),
            finding("unknown-name", at=place(7, 14, WRONG), token=WRONG, subject="c"),
            finding("unknown-option", at=place(31, 58, "--terminate"), subject="--terminate"),
            finding("broken-prompt", at=place(25, 5, ">>"), subject=">>", severity="cosmetic"),
        ]  # fmt: skip
        findings[0] = dataclasses.replace(PROVEN, place=place(17, 21, WRONG))
        found = errata(findings, ("5.4.0",), pages={"5.4.0": [stamps_page()]}, root=root)
        assert {item.rule: at(item) for item in found} == {
            "unknown-name": MENTIONS,
            "unknown-option": [(31, 58)],
            "broken-prompt": [(25, 5)],
        }

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"title": "Deprecation Time-line"}, id="the title tells of what is gone"),
            pytest.param({"title": "What's new in 5.0"}, id="what's new"),
            pytest.param({"name": "history/changelog-4.4"}, id="in history"),
        ],
    )
    def test_pages_of_the_past_are_left_out(self, root: Path, changes: dict[str, str]):
        assert self.found(root, stamps_page(**changes)) == [(17, 21)]

    def test_what_extraction_calls_historical_is_left_out(self, root: Path):
        page = stamps_page()
        page = dataclasses.replace(
            page,
            samples=tuple(dataclasses.replace(item, historical=True) for item in page.samples),
            claims=tuple(dataclasses.replace(item, headings=("Workers", "Removed features")) for item in page.claims),
        )
        assert self.found(root, page) == [(17, 21)]

    def test_a_name_that_the_page_has_the_reader_define_is_the_readers(self, root: Path):
        page = stamps_page()
        own = dataclasses.replace(
            page.samples[0], code=f"def {WRONG}(state):\n    pass", lines=(90, 91), columns=(5, 5)
        )
        assert self.found(root, dataclasses.replace(page, samples=(*page.samples, own))) == [(17, 21)]

    def test_the_end_of_a_path_that_is_told_is_told_with_it(self, root: Path):
        (line, column), *_ = [at for at in MENTIONS if at != (17, 21)]
        path = f"celery.gone.{WRONG}"
        other = finding("unknown-reference", at=place(line, column - len("celery.gone."), path), subject="path")
        one = dataclasses.replace(PROVEN, place=place(17, 21, WRONG))
        pages = {"5.4.0": [stamps_page()]}
        found = {item.rule: at(item) for item in errata([one, other], ("5.4.0",), pages=pages, root=root)}
        assert found["unknown-name"] == [each for each in MENTIONS if each != (line, column)]

    def test_a_longer_name_is_another_name(self, root: Path):
        assert (21, 63) not in self.found(root, stamps_page())

    @pytest.mark.parametrize("token", ["stamp", "control", "value"])
    def test_a_common_word_is_not_looked_for(self, root: Path, token: str):
        assert self.found(root, stamps_page(), token) == [(17, 21)]

    def test_an_undecided_finding_proves_nothing(self, root: Path):
        one = dataclasses.replace(PROVEN, blame="undecided", place=place(17, 21, WRONG))
        (found,) = errata([one], ("5.4.0",), pages={"5.4.0": [stamps_page()]}, root=root)
        assert at(found) == [(17, 21)]


SAMPLE, OTHER = SampleKey("page:a:1"), SampleKey("page:b:1")


class TestCascade:
    @pytest.mark.parametrize(
        ("strong", "weak"),
        [
            pytest.param(
                finding("unknown-name", at=place(5, 21, "gone"), sample=SAMPLE, token="gone"),
                finding("raises", at=place(5, 5, "app.gone()"), sample=SAMPLE, subject="r", blame="undecided"),
                id="a missing name makes its line raise",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("wrong-output", at=place(6, 5, "4"), sample=SAMPLE, subject="o", evidence={"source": "(\n"}),
                id="and its output differ",
            ),
            pytest.param(
                finding("undefined-name", at=place(5, 9, "_f"), sample=SAMPLE, evidence={"guessed": "_f"}),
                finding("wrong-output", at=place(6, 5, "4"), sample=SAMPLE, subject="o", evidence={"source": "_f(1)"}),
                id="what something else gave that may have been meant",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("raises", at=place(9, 5, "again"), sample=SAMPLE, subject="r", observed="no attribute 'gone'"),
                id="a later step of the sample tells of the same name",
            ),
            pytest.param(
                finding("broken-prompt", at=place(5, 5, ">> f("), sample=SAMPLE),
                finding("undefined-name", at=place(5, 8, "f"), sample=SAMPLE, subject="f"),
                id="what cannot be read is not looked through for names",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("unknown-argument", at=place(5, 9, "gone"), sample=SAMPLE, subject="g", token="gone"),
                id="one token on one place",
            ),
            pytest.param(
                finding("wrong-output", at=place(5, 9, "4"), sample=SAMPLE),
                finding("unknown-name", at=place(5, 9, "4"), sample=SAMPLE, subject="g", blame="undecided"),
                id="the sure before the unsure",
            ),
            pytest.param(
                finding("wrong-order", at=place(5, 9, "(soft, hard)"), suggestion="(hard, soft)"),
                finding("contradicted-sentence", at=place(5, 9, "(soft, hard)"), subject="e"),
                id="an experiment on the same words",
            ),
            pytest.param(
                finding("wrong-default", at=place(5, 9, "``3``"), suggestion="4"),
                finding("contradicted-sentence", at=place(5, 11, "3"), subject="e", suggestion="4"),
                id="an experiment that wants the same in their stead",
            ),
            pytest.param(
                finding("unknown-event-field", at=place(6, 3, "quue"), suggestion="queue"),
                finding(
                    "contradicted-sentence", at=place(5, 9, "uuid,\n  quue, eta", end=6), subject="e",
                    suggestion="uuid, eta",
                ),
                id="an experiment on a list that has but this mistake",
            ),
        ],
    )  # fmt: skip
    def test_the_weak_only_repeats_the_strong(self, strong: Finding, weak: Finding):
        assert [item.rule for item in errata([weak, strong])] == [strong.rule]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param(
                finding("broken-prompt", at=place(5, 5, ">> app.control.cancel_by_stamp("), sample=SAMPLE),
                finding("unknown-name", at=place(5, 20, WRONG), sample=SAMPLE, subject="n", token=WRONG),
                id="a name proven not to exist is wrong behind a broken prompt too",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 30, WRONG), token=WRONG),
                finding("unknown-option", at=place(5, 60, "--terminate"), subject="o"),
                id="two tokens on one command line",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("wrong-output", at=place(20, 5, "4"), sample=SAMPLE, subject="o", evidence={"source": "4"}),
                id="another step of the sample",
            ),
            pytest.param(
                finding("undefined-name", at=place(5, 9, "_f"), sample=SAMPLE, evidence={"guessed": "_f"}),
                finding("wrong-output", at=place(8, 5, "4"), sample=SAMPLE, subject="o", evidence={"source": "g(1)"}),
                id="what another step gave",
            ),
            pytest.param(
                finding("undefined-name", at=place(5, 9, "f"), sample=SAMPLE),
                finding("wrong-output", at=place(6, 5, "4"), sample=SAMPLE, subject="o", evidence={"source": "f(1)"}),
                id="what was given by what is only not imported",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("raises", at=place(50, 5, "f()"), sample=OTHER, subject="r", blame="undecided"),
                id="another sample",
            ),
            pytest.param(
                finding("unknown-name", at=place(5, 9, "gone"), sample=SAMPLE, token="gone"),
                finding("raises", at=place(5, 9, "gone", file="docs/other.rst"), sample=OTHER, subject="r"),
                id="another page",
            ),
            pytest.param(
                finding("unknown-reference", at=place(5, 9, "gone")),
                finding("contradicted-sentence", at=place(4, 1, "It does\nnot gone.", end=5), subject="e"),
                id="a sentence that has another mistake in it",
            ),
            pytest.param(
                finding("unknown-event-field", at=place(6, 3, "quue"), suggestion="queue"),
                finding(
                    "contradicted-sentence", at=place(5, 9, "uuid,\n  quue, eta", end=6), subject="e",
                    suggestion="uuid, eta, clock",
                ),
                id="a list that lacks something, too",
            ),
            pytest.param(
                finding("wrong-order", at=place(5, 9, "(soft, hard)")),
                finding("contradicted-sentence", at=place(9, 9, "(soft, hard)"), subject="e"),
                id="the same words elsewhere",
            ),
        ],
    )  # fmt: skip
    def test_both_stand(self, one: Finding, other: Finding):
        assert {item.rule for item in errata([one, other])} == {one.rule, other.rule}

    def test_another_target_does_not_explain_it(self):
        strong = finding("unknown-name", at=place(5, 9, "gone", docs="5.3.6"), sample=SAMPLE, token="gone")
        weak = finding("raises", at=place(5, 9, "gone", docs="5.4.0"), sample=SAMPLE, subject="r")
        assert len(errata([strong, weak])) == 2

    @pytest.mark.parametrize("verdict", ["fails", "undecided", "not-checked", "fault"])
    def test_what_builds_on_a_sample_that_did_not_hold_is_undecided(self, verdict: str):
        built = finding("wrong-output", sample=SAMPLE, evidence={"depends_on": [OTHER]})
        (found,) = errata([built], outcomes=[outcome(OTHER, "5.4.0", verdict)])
        assert found.blame == "undecided"
        assert "did not hold" in found.evidence["reason"]

    def test_what_builds_on_a_sample_that_held_is_sure(self):
        built = finding("wrong-output", sample=SAMPLE, evidence={"depends_on": [OTHER]})
        (found,) = errata([built], outcomes=[outcome(OTHER, "5.4.0", "holds"), outcome(OTHER, "5.3.6", "fails")])
        assert found.blame == "docs"

    def test_what_builds_on_a_sample_with_a_finding_is_undecided(self):
        built = finding("wrong-output", at=place(20), sample=SAMPLE, evidence={"depends_on": [OTHER]})
        broken = finding("raises", at=place(2), sample=OTHER, subject="r", blame="undecided")
        assert {item.blame for item in errata([built, broken])} == {"undecided"}

    @pytest.mark.parametrize(("check", "blames"), [("compare", {"docs"}), ("parse", {"docs", "undecided"})])
    def test_what_builds_on_a_sample_with_a_broken_prompt_is_sure_where_that_was_run(
        self, check: str, blames: set[str]
    ):
        built = finding("wrong-output", at=place(20), sample=SAMPLE, evidence={"depends_on": [OTHER]})
        broken = finding("broken-prompt", at=place(2), sample=OTHER, subject="r")
        told = dataclasses.replace(outcome(OTHER, "5.4.0", "fails"), check=check, reason="broken-prompt")  # type: ignore[arg-type]
        assert {item.blame for item in errata([built, broken], outcomes=[told])} == blames

    def test_a_broken_prompt_does_not_explain_what_came_out_for_all_that(self):
        broken = finding("broken-prompt", at=place(5, 1, ">>>> x"), sample=SAMPLE)
        wrong = finding("wrong-output", at=place(6, 1, "4"), sample=SAMPLE, subject="o", evidence={"source": "x"})
        assert {item.rule for item in errata([broken, wrong])} == {"broken-prompt", "wrong-output"}
        raised = finding("raises", at=place(5, 1, ">>>> x"), sample=SAMPLE, subject="o", evidence={"source": "x"})
        assert {item.rule for item in errata([broken, raised])} == {"broken-prompt"}

    def test_what_builds_on_a_sample_whose_mistake_changes_no_value_is_sure(self):
        built = finding("wrong-output", at=place(20), sample=SAMPLE, evidence={"depends_on": [OTHER]})
        unsaid = finding("undefined-name", at=place(2), sample=OTHER, subject="r")
        outcomes = [dataclasses.replace(outcome(OTHER, "5.4.0", "fails"), reason="undefined-name, outdated-repr")]
        assert {item.blame for item in errata([built, unsaid], outcomes=outcomes)} == {"docs"}
        outcomes = [dataclasses.replace(outcome(OTHER, "5.4.0", "fails"), reason="undefined-name, raises")]
        assert {item.blame for item in errata([built, unsaid], outcomes=outcomes)} == {"docs", "undecided"}
