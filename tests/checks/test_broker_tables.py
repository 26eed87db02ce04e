"""Tables of brokers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import broker_tables
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]

TRANSPORTS = {"amqp": "pyamqp", "redis": "redis", "sqs": "SQS", "pgmq": "pgmq", "kafka": "kafka"}
FACTS = {
    "modules": {
        name: {"members": {}}
        for name in ("kombu", "kombu.transport", *(f"kombu.transport.{each}" for each in TRANSPORTS.values()))
    },
    "classes": {},
    "aliases": {"transports": {alias: f"kombu.transport.{each}:Transport" for alias, each in TRANSPORTS.items()}},
    "fanout": {"kombu.transport.pyamqp": True, "kombu.transport.SQS": None, "kombu.transport.kafka": False},
}
TABLE = """
+--------------+--------------+--------------------+
| **Name**     | **Status**   | **Remote Control** |
+--------------+--------------+--------------------+
| *RabbitMQ*   | Stable       | {}                |
+--------------+--------------+--------------------+
| *Amazon SQS* | Stable       | {}                 |
+--------------+--------------+--------------------+
| *Kafka*      | Experimental | {}                 |
+--------------+--------------+--------------------+
"""
RIGHT = TABLE.format("Yes", "No", "No")
CONTENTS = "Page\n====\n\n.. toctree::\n    :maxdepth: 1\n\n    rabbitmq\n    sqs\n    {}\n\nAll of them:\n"


def told(make_case: MakeCase, root: Path, text: str, title: str = "Page") -> Case:
    claim = make_claim(title, "heading", line=1, headings=(title,))
    return placed(make_case(claim=claim), root, text, FACTS)


@pytest.mark.parametrize(
    ("cells", "place", "right"),
    [
        pytest.param(("No", "No", "No"), (4, 33, "No"), "Yes", id="one that has it"),
        pytest.param(("Yes", "No", "Yes"), (8, 33, "Yes"), "No", id="one that has it not"),
    ],
)
def test_finds_wrong_cells(
    make_case: MakeCase, tmp_path: Path, cells: tuple[str, ...], place: tuple[int, int, str], right: str
) -> None:
    case = told(make_case, tmp_path, TABLE.format(*cells).lstrip("\n"))
    (finding,) = broker_tables.find(case)
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == ("wrong-support", right)
    assert broker_tables.covers(case)


def test_finds_a_broker_without_a_row(make_case: MakeCase, tmp_path: Path) -> None:
    (finding,) = broker_tables.find(told(make_case, tmp_path, CONTENTS.format("pgmq") + RIGHT))
    assert (finding.rule, finding.place.line) == ("wrong-list", 14)
    assert finding.message == "the table of brokers has no row for pgmq, for which the page has instructions"


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        pytest.param(
            "There are other experimental transport implementations\nto choose from, including :ref:`Amazon SQS <a>`.",
            "experimental transport", "transport", id="among others",
        ),
        pytest.param(
            ":``celery[sqs]``:\n    for using Amazon SQS as a message transport (*experimental*).",
            "transport (*experimental*)", "transport", id="in brackets",
        ),
    ],
)  # fmt: skip
def test_finds_what_the_table_denies(make_case: MakeCase, tmp_path: Path, text: str, wrong: str, right: str) -> None:
    (finding,) = broker_tables.find(told(make_case, tmp_path, f"{text}\n{RIGHT}"))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("wrong-support", wrong, right)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RIGHT, id="a table that is right"),
        pytest.param(TABLE.format("Yes", "Yes", "No"), id="what depends on the configuration"),
        pytest.param(CONTENTS.format("kafka") + RIGHT, id="a row for each"),
        pytest.param(CONTENTS.format("concepts") + RIGHT, id="a document about something else"),
        pytest.param(CONTENTS.format("pgmq\n    redis") + RIGHT, id="a table of a few"),
        pytest.param(f"Kafka is a message transport (*experimental*).\n{RIGHT}", id="as the table has it"),
        pytest.param(f"RabbitMQ is complete, others are experimental solutions.\n{RIGHT}", id="others are"),
        pytest.param(f"There are other transports, including Amazon SQS.\n{RIGHT}", id="nothing is said"),
        pytest.param("There are experimental transports, including Amazon SQS.\n", id="no table"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(broker_tables.find(told(make_case, tmp_path, text))) == []


def test_leaves_history_alone(make_case: MakeCase, tmp_path: Path) -> None:
    text = TABLE.format("No", "No", "No")
    assert list(broker_tables.find(told(make_case, tmp_path, text, title="What's new"))) == []
