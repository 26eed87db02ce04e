"""Remote control commands that the docs describe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import control
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        pytest.param("revoke_by_stamped_header", "revoke_by_stamped_headers", id="like one"),
        pytest.param("reload_everything", None, id="like none"),
    ],
)
def test_finds(make_case: MakeCase, name: str, suggestion: str | None):
    (finding,) = control.find(make_case(claim=make_claim(name, "control")))
    assert (finding.rule, finding.subject, finding.suggestion) == ("unknown-name", f"name:{name}", suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == (3, 7, name)
    assert finding.token == name


@pytest.mark.parametrize(
    ("claim", "others"),
    [
        pytest.param(make_claim("revoke", "control"), (), id="there"),
        pytest.param(make_claim("dump_active", "control"), (), id="alias"),
        pytest.param(make_claim("mine", "control"), ("def mine(state): pass",), id="defined on the page"),
        pytest.param(
            make_claim("mine", "control"), ("@control_command(name='mine')\ndef f(state): pass",), id="named there"
        ),
        pytest.param(make_claim("gone_command", "control", headings=("Removed commands",)), (), id="history"),
        pytest.param(make_claim("gone_command", "control", historical=True), (), id="historical page"),
        pytest.param(make_claim("gone_command", "literal"), (), id="another kind"),
    ],
)
def test_leaves_alone(make_case: MakeCase, claim, others: tuple[str, ...]):
    assert list(control.find(make_case(claim=claim, others=others))) == []


def test_covers(make_case: MakeCase):
    assert control.covers(make_case(claim=make_claim("revoke", "control")))
    assert control.covers(make_case(claim=make_claim("gone_command", "control")))
    assert not control.covers(make_case(claim=make_claim("gone_command", "control", historical=True)))
    assert not control.covers(make_case(claim=make_claim("mine", "control"), others=("def mine(state): pass",)))
    assert not control.covers(make_case(claim=make_claim("revoke", "literal")))
