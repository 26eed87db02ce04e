"""Distributions that the docs say Celery needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import distributions
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]
FACTS = {
    "aliases": {
        "backends": {
            "s3": "celery.backends.s3:S3Backend", "cassandra": "celery.backends.cassandra:CassandraBackend",
            "mongodb": "celery.backends.mongodb:MongoBackend", "couchdb": "celery.backends.couchdb:CouchBackend",
        },
        "compressions": {},
    },
    "optional": {"compressions": ["zstd", "brotli"], "serializers": []},
    "imports": {
        "celery.backends.s3": ["boto3", "botocore"], "celery.backends.cassandra": ["cassandra", "cassandra.auth"],
        "celery.backends.couchdb": ["pycouchdb"], "celery.utils.debug": ["psutil", "psutil.Process"],
        "celery.backends.mongodb": ["pymongo"], "kombu.compression": ["compression.zstd", "brotli"],
    },
    "extras": {
        "s3": ["boto3>=1.9"], "cassandra": ["cassandra-driver<4"], "mongodb": ["kombu[mongodb]"],
        "azure": ["azure-storage-blob>=12", "azure-identity"], "couchdb": ["pycouchdb==1.14.2"], "zstd": ["zstandard==0.23"], "brotli": ["brotli>=1.0", "brotlicffi"],
    },
}  # fmt: skip
#: An item of the list of what can be installed.
USED = ":``celery[{}]``:\n    for using it as a result backend {}"


def told(make_case: MakeCase, root: Path, text: str) -> Case:
    return placed(make_case(claim=make_claim("Page", "heading", line=1)), root, f"Page\n====\n\n{text}\n", FACTS)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        pytest.param("This s3 backend driver requires :pypi:`s3`.", "s3", "boto3", id="the part's own name"),
        pytest.param("The Cassandra backend requires the :pypi:`scylla`\nlibrary.", "scylla", "cassandra-driver",
                     id="another"),
        pytest.param("Requires the psutils library.", "psutils", "psutil", id="misspelt"),
        pytest.param("It requires the :mod:`psutils` library.", "psutils", "psutil", id="a module"),
        pytest.param(USED.format("azure", "(using ``azure-storage``)"), "azure-storage", "azure-storage-blob",
                     id="one of what an extra brings"),
        pytest.param(USED.format("couchdb", "(using :pypi:`couchbase`)."), "couchbase", "pycouchdb",
                     id="what an extra brings"),
        pytest.param(USED.format("brotli", "(using ``zopfli``)"), "zopfli", None, id="none of what an extra brings"),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, tmp_path: Path, text: str, wrong: str, right: str | None) -> None:
    (finding,) = distributions.find(told(make_case, tmp_path, text))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("wrong-distribution", wrong, right)
    part = {"extra"} if "celery[" in text else {"module", "extra"} if "backend" in text else set()
    assert set(finding.evidence) == part


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("This Cassandra backend driver requires :pypi:`cassandra-driver`.", id="as the extra has it"),
        pytest.param("The MongoDB backend requires the :mod:`pymongo` library:", id="as the module imports it"),
        pytest.param("The CouchDB backend requires the :pypi:`couchdb` library:", id="as near as can be told"),
        pytest.param("The IronCache backend requires the :pypi:`iron_celery` library:", id="a part of others"),
        pytest.param("The S3 backend requires a bucket.", id="no distribution"),
        pytest.param("Requires the psutil library.", id="imported"),
        pytest.param(USED.format("cassandra", "(using ``Cassandra_Driver``)"), id="as the extra is made"),
        pytest.param(USED.format("mongodb", "(using ``mongo``)"), id="another distribution's extra"),
        pytest.param(USED.format("gone", "(using ``gone``)"), id="no extra: others tell"),
        pytest.param(USED.format("brotli", "(using RabbitMQ)"), id="what is no distribution"),
        pytest.param("Requires the ffmpeg library.", id="meant for nothing"),
    ],
)
def test_leaves_alone(make_case: MakeCase, tmp_path: Path, text: str) -> None:
    assert list(distributions.find(told(make_case, tmp_path, text))) == []


def test_finds_useless_extras(make_case: MakeCase) -> None:
    (finding,) = distributions.find(replace(make_case("$ pip install celery[redis,zstd]", "console"), facts=FACTS))
    assert (finding.rule, finding.place.text, finding.blame) == ("useless-extra", "zstd", "library")
    assert finding.evidence == {"extra": "zstd"}
    assert (finding.place.line, finding.place.column) == (10, 5 + len("$ pip install celery[redis,"))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("$ pip install celery[brotli]", id="one of two is imported"),
        pytest.param("$ pip install celery[cassandra]", id="imported under a part of its name"),
        pytest.param("$ pip install celery[mongodb]", id="another distribution's extra"),
        pytest.param("$ pip install celery[gone]", id="no extra"),
        pytest.param("$ pip install zstandard", id="no extra asked for"),
    ],
)
def test_leaves_extras_alone(make_case: MakeCase, code: str) -> None:
    assert list(distributions.find(replace(make_case(code, "console"), facts=FACTS))) == []
