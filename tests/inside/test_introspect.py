"""Introspection: of a miniature of Celery that holds each difficulty once, and of the newest release."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from harness import facts as host
from harness.model import Target
from tests.inside import mini


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return mini.facts(tmp_path_factory.mktemp("mini"))


def at(facts: dict[str, Any], path: str) -> Any:
    found: Any = facts
    for key in path.split("/"):
        found = found[int(key)] if isinstance(found, list) else found[key]
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # Modules and what is in them
        pytest.param(
            "modules/celery/members/Celery", {"kind": "class", "ref": "celery.app.base.Celery"}, id="lazy name"
        ),
        pytest.param("modules/celery/members/Later/type", "?", id="lazy name whose optional dependency is missing"),
        pytest.param("modules/celery/members/current_app/ref", "celery.app.base.Celery", id="what a proxy stands for"),
        pytest.param("modules/celery._state/members/current_task/type", "?", id="a proxy of nothing, for now"),
        pytest.param("modules/celery.registry/members/tasks/kind", "data", id="module without a file"),
        pytest.param("modules/celery.noisy/file", "celery/noisy.py", id="module that prints"),
        pytest.param("modules/celery.backends.lost/static", True, id="module that cannot be imported"),
        pytest.param(
            "modules/celery.backends.lost/import_error",
            "ModuleNotFoundError: No module named 'nowhere_to_be_had'",
            id="why it cannot",
        ),
        pytest.param("modules/celery.backends.lost/members/connect/kind", "function", id="function below an if"),
        pytest.param(
            "modules/celery.backends.lost/members/AsyncResult/target", "celery.result.AsyncResult", id="imported name"
        ),
        pytest.param("modules/celery.backends.broken/open", True, id="module that does not compile"),
        # Classes
        pytest.param("classes/celery.schedules.crontab/mro", ["celery.schedules.schedule"], id="bases, nearest first"),
        pytest.param(
            "classes/celery.schedules.crontab/members/__init__/signature",
            [["self", "either"], ["minute", "either", "'*'"], ["hour", "either", "'*'"], ["nowfun", "keyword", "None"]],
            id="signature",
        ),
        pytest.param("classes/celery.schedules.crontab/members/from_string/kind", "classmethod", id="classmethod"),
        pytest.param("classes/celery.schedules.crontab/instance", ["_orig_minute"], id="assigned to self"),
        pytest.param("classes/celery.result.AsyncResult/members/state/kind", "property", id="property"),
        pytest.param("classes/celery.result.AsyncResult/dynamic", True, id="attributes that cannot be read"),
        pytest.param("classes/celery.result.GroupResult/instance", ["id", "parent", "results"], id="assigned as tuple"),
        pytest.param("classes/celery.canvas.Signature/open", True, id="__getattr__"),
        pytest.param("classes/builtins.dict/foreign", True, id="base of another distribution"),
        pytest.param("classes/celery.backends.lost.LostBackend/bases", ["AsyncResult"], id="bases of a class read"),
        pytest.param("classes/celery.backends.lost.LostBackend/members/client/kind", "property", id="property, read"),
        pytest.param(
            "classes/celery.backends.lost.LostBackend/members/on_connection/signature",
            [["self", "either"], ["timeout", "either", "5.0"]],
            id="signature, read",
        ),
        # Functions
        pytest.param("functions/celery.utils.log.get_task_logger/signature", [["name", "either"]], id="function"),
        pytest.param("modules/celery.utils.log/members/setup_logging/wraps", True, id="function that hands on"),
        pytest.param(
            "functions/celery.backends.lost.connect/signature",
            [["url", "either"], ["retry", "keyword", "True"]],
            id="function, read",
        ),
        # The application
        pytest.param("app/parts/control/ref", "celery.app.control.Control", id="lazy part"),
        pytest.param(
            "app/parts/control/parts/inspect", {"kind": "class", "ref": "celery.app.control.Inspect"}, id="deeper"
        ),
        pytest.param("app/parts/backend/type", "?", id="part that the configuration decides"),
        # Settings
        pytest.param(
            "settings/keys/task_always_eager",
            {"default": "False", "type": "bool", "old": ["CELERY_ALWAYS_EAGER"]},
            id="setting",
        ),
        pytest.param("settings/keys/result_expires/type", "float", id="type that is a class"),
        pytest.param("settings/keys/task_default_queue/remove_by", "6.0", id="when it goes"),
        pytest.param("settings/namespaces", ["broker", "result", "task", "worker"], id="namespaces"),
        pytest.param(
            "settings/read/lost_client_name", ["celery/backends/lost.py:26"], id="unlisted, read as attribute"
        ),
        pytest.param(
            "settings/read/lost_max_connections", ["celery/backends/lost.py:25"], id="read by an alias of get"
        ),
        pytest.param("settings/read/broker_host", ["celery/app/base.py:60"], id="read by setdefault"),
        pytest.param("settings/daemon", ["worker_pidfile"], id="behind an option of a command"),
        pytest.param("settings/keys/broker_url/effective", "'amqp://'", id="what an application makes of nothing"),
        pytest.param("settings/fallbacks/lost_max_connections", ["3"], id="what a class takes in a setting's place"),
        pytest.param("settings/fallbacks/task_default_queue", ["?"], id="what code takes when there is none"),
        pytest.param(
            "settings/fallbacks/lost_port", ["9042", "?"], id="an argument's default, taken before the setting"
        ),
        pytest.param("settings/fallbacks/lost_host", ["?"], id="an argument without one"),
        # The command line
        pytest.param("commands/options/0/names", ["-A", "--app"], id="global option"),
        pytest.param("commands/commands/worker/allow_extra_args", True, id="context settings"),
        pytest.param("commands/commands/worker/options/0/choices", ["DEBUG", "INFO"], id="choices"),
        pytest.param("commands/commands/worker/options/3/takes_value", False, id="flag"),
        pytest.param("commands/commands/amqp/commands/queue.delete/arguments/1/required", False, id="argument"),
        pytest.param("commands/allow_interspersed_args", False, id="group"),
        pytest.param("multi/commands", ["restart", "show", "start", "stop"], id="multi"),
        # Remote control, signals, events, states
        pytest.param("control/active/alias", "dump_active", id="alias"),
        pytest.param("control/rate_limit/args", [["task_name", "str"], ["rate_limit", "str"]], id="arguments"),
        pytest.param("signals/task_prerun/providing_args", ["task", "task_id"], id="signal"),
        pytest.param("signals/task_prerun/sent/0/arguments", ["task", "task_id"], id="what it is sent with"),
        pytest.param("events/task-started/0/fields", ["pid"], id="event"),
        pytest.param("states/sets/READY_STATES", ["SUCCESS"], id="states"),
        pytest.param("exceptions/Retry", "celery.exceptions.Retry", id="exceptions"),
        # The rest
        pytest.param("execution/exec_options", ["priority", "queue", "time_limit"], id="options of the task's class"),
        pytest.param("execution/read/routing_key", ["celery/app/base.py:32"], id="option taken by name"),
        pytest.param("aliases/backends/redis", "celery.backends.redis:RedisBackend", id="alias"),
        pytest.param("aliases/transports/made", "?", id="alias that is no path"),
        pytest.param("messages/timelimit", ["hard", "soft"], id="order of a pair in a message"),
        pytest.param("messages/result", ["result", "status", "task_id", "traceback"], id="fields of a result"),
        pytest.param("environment/CELERY_LOG_LEVEL", ["celery/noisy.py:6"], id="environment variable"),
        pytest.param("environment/CELERY_TRACE", ["celery/noisy.py:9"], id="variable below an if"),
        pytest.param("environment/CELERY_LEAST", ["celery/noisy.py:21"], id="variable that a function is told"),
        pytest.param("environment/CELERY_HANDLER", ["celery/noisy.py:17"], id="variable by an argument's default"),
        pytest.param("environment/CELERY_MOST", ["celery/noisy.py:21"], id="variable by a constant"),
        pytest.param("commands/options/0/variables", ["APP", "CELERY_APP"], id="variables of an option"),
        pytest.param(
            "commands/commands/worker/options/1/variables",
            ["CELERY_WORKER_CONCURRENCY"],
            id="variable that click makes",
        ),
        pytest.param("optional/compressions", ["brotli"], id="what would be registered"),
        pytest.param("pythons", {"minors": ["3.8", "3.9"], "requires": ">=3.8"}, id="Pythons"),
        pytest.param("extras/redis", ["redis (>=4.5)"], id="extra"),
        pytest.param("requires/celery", ["click (>=8)"], id="requirement without an extra"),
        pytest.param("imports/celery.bin.celery", ["click"], id="import of another's module"),
        pytest.param("fanout/kombu.transport.redis", None, id="transport that nobody can tell of"),
        pytest.param("asynchronous/kombu.transport.redis", None, id="and whether it is asynchronous"),
        pytest.param("versions/celery", "5.4.0", id="version"),
        pytest.param(
            "problems", ["celery.backends.broken: SyntaxError: invalid syntax (broken.py, line 1)"], id="problems"
        ),
    ],
)
def test_tells(facts: dict[str, Any], path: str, expected: Any):
    assert at(facts, path) == expected


def test_a_lazy_name_of_a_module_that_is_gone_is_no_name(facts: dict[str, Any]):
    assert "task" not in facts["modules"]["celery"]["members"]


def test_what_an_import_prints_is_not_on_standard_output(tmp_path: Path):
    ran = mini.introspect(mini.copy(tmp_path))
    assert len(ran.stdout.splitlines()) == 1
    assert "what it writes" in ran.stderr


def test_two_runs_tell_the_same(facts: dict[str, Any], tmp_path: Path):
    assert mini.facts(tmp_path) == facts


def test_a_part_that_is_missing_is_a_problem_and_no_end(tmp_path: Path):
    tree = mini.copy(tmp_path)
    (tree / "celery" / "bin" / "multi.py").unlink()
    ran = json.loads(mini.introspect(tree).stdout)
    assert "commands" not in ran
    assert any(problem.startswith("commands: ") for problem in ran["problems"])
    assert ran["settings"]["keys"]


def test_no_neighbour_stands_in_the_way_of_a_module(tmp_path: Path):
    tree = mini.copy(tmp_path)
    # This folder has a client.py, too.
    (tree / "client.py").write_text("NAME = 'theirs'\n", encoding="utf-8")
    (tree / "celery" / "noisy.py").write_text("from client import NAME\n", encoding="utf-8")
    ran = json.loads(mini.introspect(tree).stdout)
    assert ran["modules"]["celery.noisy"]["members"]["NAME"]["value"] == "'theirs'"


def test_reads_a_package_without_importing_it(tmp_path: Path):
    tree = mini.copy(tmp_path)
    script = mini.INSIDE / "read_source.py"
    ran = subprocess.run([sys.executable, script, tree / "celery"], capture_output=True, text=True, check=True)
    read = json.loads(ran.stdout)
    assert read["modules"]["celery.result"]["classes"]["GroupResult"]["members"]["fork"]["kind"] == "method"
    assert "pid_of_child" in read["assigned"]


# - A real release


@pytest.mark.network
@pytest.mark.slow
def test_the_newest_release(newest_target: Target, tmp_path: Path):
    started = time.monotonic()
    facts = host.of(newest_target, tmp_path)
    assert time.monotonic() - started < 15
    assert facts["problems"] == []
    (written,) = (tmp_path / "facts").iterdir()
    assert written.stat().st_size < 4_000_000
    control = facts["classes"]["celery.app.control.Control"]["members"]
    assert {"revoke", "revoke_by_stamped_headers", "broadcast"} <= set(control)
    assert facts["modules"]["celery"]["members"]["current_app"]["ref"] == "celery.app.base.Celery"
    assert facts["app"]["parts"]["control"]["parts"]["inspect"]["ref"] == "celery.app.control.Inspect"
    assert len(facts["settings"]["keys"]) > 150
    assert "CELERY_ALWAYS_EAGER" in facts["settings"]["keys"]["task_always_eager"]["old"]
    assert "redis_client_name" in facts["settings"]["read"]
    assert {"worker", "multi", "inspect", "control", "amqp"} <= set(facts["commands"]["commands"])
    assert facts["control"]["ping"]["type"] == "inspect"
    assert len(facts["signals"]) > 25
    assert "CELERY_BROKER_URL" in facts["environment"]
