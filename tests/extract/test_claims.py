"""Which statements are claims, and where the claimed words stand."""

from __future__ import annotations

import pytest

from harness.model import Page
from tests.extract.conftest import PAGES, SmallDocs

MODULE = {"module": "celery.app.control"}

CLAIMS = [
    # kind, line, column, end line, text, what the kind adds
    ("heading", 1, 3, 1, "claims", {"title": "claims: all of them"}),
    ("literal", 1, 3, 1, "claims", {"form": "literal"}),
    ("control", 6, 14, 6, "revoke_by_stamps", MODULE),
    ("heading", 8, 3, 8, "revoke_by_stamps", {"title": "revoke_by_stamps: Revoking"}),
    ("literal", 8, 3, 8, "revoke_by_stamps", {"form": "literal"}),
    ("literal", 10, 23, 10, "solo", {"form": "literal"}),
    (
        "command",
        11,
        21,
        11,
        "celery -A proj control revoke_by_stamps <header=value>",
        {"role": "program", "field": "command"},
    ),
    ("xref", 13, 12, 13, "~@control.revoke", {"role": "meth", **MODULE}),
    ("xref", 13, 48, 13, "Control.ping", {"role": "meth", "title": "the ping", **MODULE}),
    ("xref", 13, 74, 13, "x.y", {"role": "func", "domain": "py", **MODULE}),
    ("xref", 14, 2, 14, "attr", {"role": "attr", **MODULE}),
    ("literal", 14, 31, 14, "name", {"form": "title-ref"}),
    ("literal", 14, 43, 14, "literal", {"form": "literal"}),
    ("literal", 14, 65, 14, "literal", {"form": "literal"}),
    ("literal", 14, 81, 15, "a literal\nover two lines", {"form": "literal"}),
    ("literal", 15, 26, 15, "/etc/default", {"form": "file"}),
    ("literal", 15, 48, 15, "a.b()", {"form": "code"}),
    ("xref", 15, 81, 15, "broker_url", {"role": "setting", **MODULE}),
    ("xref", 15, 100, 15, "some-ref", {"role": "ref", **MODULE}),
    ("setting", 17, 14, 17, "first_setting", {"default": '"json" (since 4.0).', **MODULE}),
    ("setting", 18, 14, 18, "second_setting", {"default": '"json" (since 4.0).', **MODULE}),
    ("heading", 20, 3, 20, "first_setting", {"title": "first_setting"}),
    ("literal", 20, 3, 20, "first_setting", {"form": "literal"}),
    ("version", 23, 19, 23, "5.3", {"directive": "versionadded", "text": "Since then."}),
    ("default", 27, 12, 27, '"json"', {"default": '"json" (since 4.0).', "form": "literal"}),
    ("default", 27, 12, 27, '"json"', {"default": '"json" (since 4.0).', "form": "literal"}),
    ("literal", 27, 12, 27, '"json"', {"form": "literal"}),
    ("setting", 29, 14, 29, "third_setting", {"default": "Disabled by default.", **MODULE}),
    ("heading", 31, 1, 31, "third_setting", {"title": "third_setting"}),
    ("default", 34, 10, 34, "Disabled by default.", {"default": "Disabled by default.", "form": "text"}),
    ("setting", 38, 14, 38, "fourth", MODULE),
    ("heading", 40, 1, 40, "Fourth", {"title": "Fourth"}),
    ("setting", 45, 14, 45, "fifth", {"default": "None.", **MODULE}),
    ("heading", 47, 1, 47, "Fifth", {"title": "Fifth"}),
    ("default", 50, 18, 50, "None", {"default": "None.", "form": "const"}),
    ("xref", 50, 18, 50, "None", {"role": "const", **MODULE}),
    ("signal", 52, 13, 52, "task_sent", MODULE),
    ("event", 53, 12, 53, "task-started", MODULE),
    ("state", 54, 12, 54, "PENDING", MODULE),
    ("envvar", 55, 13, 55, "CELERY_THING", MODULE),
    ("object", 57, 12, 57, "Control", {"objtype": "class", "signature": "Control(app=None)", **MODULE}),
    (
        "object",
        59,
        17,
        59,
        "revoke",
        {"objtype": "method", "signature": "revoke(task_id, terminate=False)", "class": "Control", **MODULE},
    ),
    (
        "object",
        60,
        17,
        60,
        "rate_limit",
        {"objtype": "method", "signature": "rate_limit(name)", "class": "Control", **MODULE},
    ),
    ("literal", 62, 16, 62, "inner", {"form": "literal"}),
    ("object", 64, 18, 64, "other.call", {"objtype": "function", "signature": "other.call(x)", **MODULE}),
    ("option", 68, 13, 68, "-c", {"program": "celery worker"}),
    ("option", 68, 17, 68, "--concurrency <n>", {"program": "celery worker"}),
    ("xref", 70, 18, 70, "celery worker -c", {"role": "option", **MODULE}),
    ("auto", 72, 17, 72, "celery.app.task", {"directive": "automodule", "options": "members"}),
    ("auto", 75, 20, 75, "Task", {"directive": "autoclass", "options": "members", "module": "celery.app.task"}),
    ("version", 78, 21, 78, "5.4", {"directive": "versionchanged", "text": "Changed in ``place``."}),
    ("literal", 78, 38, 78, "place", {"form": "literal"}),
    ("literal", 82, 20, 82, "nested", {"form": "literal"}),
    ("literal", 85, 9, 85, "cell", {"form": "literal"}),
    ("xref", 85, 32, 85, "other", {"role": "setting", "module": "celery.app.task"}),
    ("literal", 89, 9, 89, "same", {"form": "literal"}),
    ("literal", 89, 20, 89, "same", {"form": "literal"}),
    ("literal", 92, 8, 92, "one", {"form": "literal"}),
]


@pytest.fixture(scope="module")
def page(small_docs: SmallDocs) -> Page:
    return small_docs.page("claims").page


def test_every_claim_is_found_in_its_place(page: Page) -> None:
    found = [(c.kind, c.line, c.column, c.end_line, c.text, dict(c.fields)) for c in page.claims]
    assert found == CLAIMS
    assert page.problems == ()


def test_the_words_stand_where_the_claim_says(page: Page) -> None:
    raw = (PAGES / "claims.rst").read_text().split("\n")
    for claim in page.claims:
        assert raw[claim.line - 1][claim.column - 1 :].startswith(claim.text.split("\n")[0]), claim


def test_keys_are_distinct(page: Page) -> None:
    assert len({claim.key for claim in page.claims}) == len(page.claims)


def test_subject_is_on_one_line(page: Page) -> None:
    assert "a literal over two lines" in {claim.subject for claim in page.claims}


def test_the_subject_of_a_heading_is_a_name_or_nothing(small_docs: SmallDocs) -> None:
    titles = ["Some words", "``a.literal`` told", "with_underscore", "Plain", "camelCase"]
    content = "".join(f"{title}\n{'=' * 30}\n\n" for title in titles)
    subjects = [claim.subject for claim in small_docs.read(content).page.claims if claim.kind == "heading"]
    assert subjects == ["", "a.literal", "with_underscore", "", "camelCase"]


def test_an_unknown_directive_claims_its_argument(small_docs: SmallDocs) -> None:
    claims = small_docs.read(".. frobnicate:: some thing\n    :option: x\n\n    With ``content``.\n").page.claims
    assert [(c.kind, c.line, c.column, c.subject) for c in claims] == [
        ("directive", 1, 17, "some thing"),
        ("literal", 4, 12, "content"),
    ]


def test_claims_of_an_included_file_stand_in_it(small_docs: SmallDocs) -> None:
    claims = [claim for claim in small_docs.page("includes").page.claims if claim.kind == "xref"]
    assert [(claim.file, claim.line, claim.column) for claim in claims] == [("docs/includes/part.txt", 1, 28)]


def test_equal_cells_of_a_table_each_have_their_row(small_docs: SmallDocs) -> None:
    """Docutils before 0.23 counts a simple table's lines from the second."""
    content = "=====  =====\n``a``  ``x``\n``b``  ``x``\n``c``  ``x``\n=====  =====\n"
    claims = small_docs.read(content).page.claims
    assert [(claim.line, claim.column) for claim in claims] == [(2, 3), (2, 10), (3, 3), (3, 10), (4, 3), (4, 10)]


def test_lines_after_an_include_in_a_block_are_still_counted(small_docs: SmallDocs) -> None:
    small_docs.write("docs/includes/long.txt", "Long.\n\n" * 9)
    content = ".. note::\n\n    .. include:: includes/long.txt\n\n" + "    A ``x``.\n\n" * 12
    claims = small_docs.read(content).page.claims
    assert [claim.line for claim in claims] == list(range(5, 29, 2))


def test_keys_that_a_role_takes_apart_are_no_claims(small_docs: SmallDocs) -> None:
    page = small_docs.read("Press :kbd:`Control-c` or :kbd:`a+b`.\n").page
    assert (page.claims, page.problems) == ((), ())


def test_words_that_the_parser_made_up_are_not_exact(small_docs: SmallDocs) -> None:
    """A substitution's text is not where it is used: only its own place is known."""
    claims = small_docs.read("Text with |name|.\n\n.. |name| replace:: ``value``\n").page.claims
    assert [(claim.line, claim.column, claim.subject) for claim in claims] == [(3, 23, "value")]


def test_a_default_belongs_to_the_settings_under_its_heading(small_docs: SmallDocs) -> None:
    content = ".. setting:: one\n\nOne\n===\n\nText.\n\nOther\n=====\n\nDefault: 3.\n"
    assert [claim.kind for claim in small_docs.read(content).page.claims] == ["setting", "heading", "heading"]


@pytest.mark.parametrize(
    ("paragraph", "text", "plain"),
    [
        ("Default: 3.", "3.", "3."),
        ("Default: ``{}`` (empty mapping).", "{}", "{} (empty mapping)."),
        ("The default is nothing.", None, None),
        ("Default is ``x``.", "x", "x."),
        ("Defaults are dangerous.", None, None),
        ("Default value: :const:`False`", "False", "False"),
        ("- **Default:** ``True``", "True", "True"),
        ("So many of ``these``. Default is no limit.", "no limit.", "no limit."),
        ("What is the Default is another.", None, None),
    ],
)
def test_default(small_docs: SmallDocs, paragraph: str, text: str | None, plain: str | None) -> None:
    claims = small_docs.read(f".. setting:: one\n\nOne\n===\n\n{paragraph}\n").page.claims
    default = next((claim for claim in claims if claim.kind == "default"), None)
    assert (default.text if default else None) == text
    assert claims[0].fields.get("default") == plain
