"""A worker's banner: what Celery writes into it, and what is the reader's own."""

from __future__ import annotations

import pytest

from harness.checks import banner
from harness.interfaces import Case
from harness.model import Docs, Observation, Page, SampleKey, Target
from tests.conftest import make_sample

LINE = "$ celery -A proj worker -l INFO"
REAL = """\
User information: uid=0 euid=0 gid=0 egid=0

 -------------- celery@vm v5.7.0 (collider)
--- ***** -----
-- ******* ---- Linux-6.18 2026-11-22 19:01:59
- *** --- * ---
- ** ---------- [config]
- ** ---------- .> app:         proj:0x7fafb64efb60
- ** ---------- .> transport:   redis://127.0.0.1:51441/77
- ** ---------- .> results:     redis://127.0.0.1:51441/77
- *** --- * --- .> concurrency: 2 (prefork)
-- ******* ---- .> task events: OFF (enable -E to monitor tasks in this worker)
--- ***** -----
 -------------- [queues]
                .> celery           exchange=celery(direct) key=celery

[tasks]
  . proj.tasks.add

[2026-11-22 19:01:59,179: INFO/MainProcess] Connected to redis://127.0.0.1:51441/77
"""
OLD = """\
--------------- celery@halcyon.local v4.0 (latentcall)
--- ***** -----
-- ******* ---- [Configuration]
- *** --- * --- . broker:      amqp://guest@localhost:5672//
- ** ---------- . app:         __main__:0x1012d8590
- ** ---------- . concurrency: 8 (processes)
- ** ---------- . events:      OFF (enable -E to monitor this worker)
- ** ----------
- *** --- * --- [Queues]
-- ******* ---- . celery:      exchange:celery(direct) binding:celery
--- ***** -----"""


def make_case(shown: str, output: str = REAL, lead: str = "") -> Case:
    sample = make_sample(f"{LINE}\n{shown}", "console", lead=lead)
    step = Observation(
        plan="p", step=0, sample=SampleKey("s"), docs="5.7.0", target="t", status="done", source=LINE[2:], first=0,
        shown=shown or None, output=output, value=None, raised=None, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    return Case(
        docs=Docs(version="5.7.0", root="/", sha256=""),
        page=Page(name="page", file=sample.file, title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=(step,),
    )  # fmt: skip


def test_finds_headings_and_names_that_have_gone():
    (found,) = banner.find(make_case(OLD))
    assert (found.blame, found.rule, found.place.line, found.place.end_line) == ("docs", "outdated-repr", 13, 19)
    assert "shows [Configuration], broker:, events:, [Queues] in the worker's banner" in found.message


def test_one_name_that_has_gone_is_the_place():
    (found,) = banner.find(make_case(REAL.replace("transport:", "broker:   ")))
    assert (found.place.line, found.place.text) == (19, "- ** ---------- .> broker:      redis://127.0.0.1:51441/77")


@pytest.mark.parametrize(
    ("shown", "output", "lead"),
    [
        pytest.param(REAL, REAL, "", id="as it is"),
        pytest.param(REAL.replace("redis://127.0.0.1:51441/77", "amqp://").replace("2 (prefork)", "8 (solo)"), REAL, "",
                     id="another machine, broker and pool"),
        pytest.param(REAL.replace(".> celery  ", ".> video   "), REAL, "", id="queues of the reader's own"),
        pytest.param(REAL.replace("[tasks]", "[tasks of mine]"), REAL, "", id="what stands below the banner"),
        pytest.param("- ** ---------- [config]\n...", REAL, "", id="a part of it"),
        pytest.param("[INFO] Connected to amqp://", REAL, "", id="no banner"),
        pytest.param("", REAL, "", id="nothing shown"),
        pytest.param(OLD, "Error: no such app", "", id="a worker that did not greet"),
        pytest.param(OLD, REAL, "Before version 4 the banner used to look like this:", id="history"),
    ],
)  # fmt: skip
def test_leaves_alone(shown: str, output: str, lead: str):
    assert list(banner.find(make_case(shown, output, lead))) == []


def test_it_covers_a_banner_that_was_seen():
    assert banner.covers(make_case(REAL))
    assert not banner.covers(make_case(REAL, "Error"))
    assert not banner.covers(make_case(""))
