"""A guard of what the checks see: a few faults, always the same, seeded into the docs of two releases.

`doc-harness mutate` seeds any number of them into whole releases.  A check that finds less than is expected here has
lost something; what finds more raises the figure.  A fifth of what is seeded without a run can be seen in a run alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli import cli

pytestmark = [pytest.mark.slow, pytest.mark.network]

LIVE = ["--page", "userguide/calling", "--page", "getting-started/first-steps-with-celery"]


@pytest.mark.parametrize(
    ("asked", "seeded", "least"),
    [
        pytest.param(["5.7.0", "--static"], 150, 121, id="what text and introspection tell, 5.7.0"),
        pytest.param(["5.3.6", "--static"], 150, 119, id="what text and introspection tell, 5.3.6"),
        pytest.param(["5.7.0", *LIVE], 60, 57, id="what runs tell", marks=pytest.mark.live),
    ],
)
def test_seeded_faults_are_found(asked: Sequence[str], seeded: int, least: int, tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli, ["mutate", *asked, "-N", str(seeded), "--json", "--out", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    faults = [each for each in told["mutants"] if each["fate"] != "equivalent"]
    missed = [each for each in faults if each["fate"] != "found"]
    assert len(faults) - len(missed) >= least, [f"{each['fate']}: {each['mutant']}" for each in missed]
    assert told["elsewhere"] == []
