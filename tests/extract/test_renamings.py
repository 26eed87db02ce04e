"""Which names are taken for old ones, and what for their new ones."""

from __future__ import annotations

from tests.extract.conftest import SmallDocs


def test_rows_prefixes_and_nothing_else(small_docs: SmallDocs) -> None:
    claims = small_docs.page("renamings").page.claims
    found = [
        (claim.line, claim.text, claim.fields["form"], claim.fields["new"], claim.fields.get("words", ""))
        for claim in claims
        if claim.kind == "renamed"
    ]
    assert found == [
        (4, "celerybeat_", "prefix", "beat_", ""),
        (4, "celeryd_", "prefix", "worker_", ""),
        (10, "OLD_NAME", "row", "new_name", ""),
        (11, "[...]_LEFT_OUT", "row", "not_left_out", ""),
        (12, "OLD_URL", "row", "new_url", "Use"),
        (17, "IN_A_LIST", "row", "in_a_list", ""),
        (22, "DROPPED_ONE", "row", "too_long_for_its_column", ""),
    ]


def test_the_new_name_stands_where_the_claim_says(small_docs: SmallDocs) -> None:
    claims = small_docs.page("renamings").page.claims
    row = next(claim for claim in claims if claim.kind == "renamed" and claim.subject == "DROPPED_ONE")
    assert (row.fields["line"], row.fields["column"], row.fields["role"]) == ("22", "27", "setting")
    assert row.fields["dropped"] == "yes"
