"""What scripts find beside Celery when they are run as anybody would."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from harness import reproduction
from harness.errors import MissingError, UsageError
from harness.model import Docs, Target
from harness.repair import reproducers, ways
from tests.repair.making import erratum_of, finding_of, place_of

TARGET = Target(name="celery57", celery="5.7.0", kombu="", python="3.11.7", interpreter="python", digest="")


@pytest.mark.parametrize(
    ("requirements", "there", "expected"),
    [
        pytest.param((), True, {}, id="nothing is needed"),
        pytest.param(("pytest",), True, {"PYTHONPATH": "/overlay"}, id="it is put beside Celery"),
        pytest.param(("pytest",), False, {}, id="it cannot be had: the script says so"),
    ],
)
def test_packages(
    monkeypatch: pytest.MonkeyPatch, requirements: tuple[str, ...], there: bool, expected: dict[str, str]
):
    def of(target: Target, wanted: tuple[str, ...]) -> Path:
        if not there:
            raise MissingError("no index")
        return Path("/overlay")

    monkeypatch.setattr(reproduction.overlays, "of", of)
    assert reproduction._beside(requirements, TARGET) == expected


@pytest.mark.parametrize(
    ("script", "docs", "expected"),
    [
        pytest.param("It needs Celery 5.7.0.\n", "5.7.0", {}, id="they are not needed"),
        pytest.param(
            "It needs Celery and … CELERY_SOURCE names.\n", "5.7.0", {"CELERY_SOURCE": "/tree"}, id="a release"
        ),
        pytest.param("It needs Celery and … CELERY_SOURCE names.\n", "main", {}, id="a checkout is no release"),
    ],
)
def test_sources(monkeypatch: pytest.MonkeyPatch, script: str, docs: str, expected: dict[str, str]):
    def release(version: str) -> Docs:
        if version != "5.7.0":
            raise UsageError(version)
        return Docs(version=version, root="/tree", sha256="")

    monkeypatch.setattr(reproduction.sources, "release", release)
    assert reproduction._sources(script, docs) == expected


# - Scripts that look something up: against releases in which the docs are wrong, and others in which they are right

TABLES = {
    "celery/__init__.py": "",
    "celery/app/__init__.py": "",
    "celery/app/backends.py": "BACKEND_ALIASES = {}\n",
    "celery/backends/__init__.py": "",
    "celery/concurrency/__init__.py": "ALIASES = {}\n",
    "kombu/__init__.py": "",
    "kombu/transport/__init__.py": "TRANSPORT_ALIASES = {}\n",
}
METADATA = "celery-5.7.0.dist-info/METADATA"
HEAD = "Metadata-Version: 2.1\nName: celery\nVersion: 5.7.0\n"
DAEMON = "extra/generic-init.d/celeryd"
#: An init script: what stands below its functions is never run.
SCRIPT = """\
#!/bin/sh -e
exit 1
DEFAULT_PID="/run/celery.pid"
if [ -f "$CONFIG" ]; then
    . "$CONFIG"
fi
{}
stop_workers() {{
    exit 1
}}
"""
TRANSPORT = """\
import not_there

class Channel:
    supports_fanout = {}

class Part(virtual.Transport):
    Channel = Channel
"""
TITLED = "=====\n ``celery.a``\n=====\n\n.. automodule:: celery.b\n"
#: A label, and below it the title that is not meant.
MISPLACED = """\
.. _amqp-primer:

Priorities
----------

What goes first.

===========
AMQP Primer
===========

What a queue is.
"""
SUPER = """\
from celery import Task
class Mine(Task):
    def run(self):
        super(Task, self).run()
"""
#: An application whose tasks give results, and what makes those equal to what they hold.
APP = """\
class Conf: ...
class Celery:
    conf = Conf()
    def __init__(self, name, **options): ...
    def task(self, **options):
        return Task
class Task:
    def __init__(self, run):
        self.run = run
    def delay(self, *args):
        return Result(self.run())
class Result:
    def __init__(self, value):
        self.get = lambda: value
"""
EQUAL = "    def __eq__(self, other):\n        return self.get() == other\n"
DEFAULTS = """\
class Option:
    default = {'a': True}
NAMESPACES = {}
def flatten(namespaces):
    return [('pace', Option())]
"""
FORWARD = """\
class App:
    def connect(self, url=None, **options):
        return self._open(url, **options)

    def _open(self, url, {}):
        return url, {}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fiction:
    """A mistake, a release in which it is one, and what differs in a release in which it is none."""

    rule: str
    text: str  # the file of the docs
    wrong: str  # the words of it that are wrong
    right: str | None = None  # what to write in their stead
    subject: str = ""
    claim: str = ""
    observed: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] | None = None  # None: the mistake lies in the page, and is one in all releases


def _listed(shelf: str, ability: str, **aliases: str) -> Mapping[str, Any]:
    return {"shelf": shelf, "ability": ability, "named": {"One": "one"}, "right": {"One": "one", **aliases}}


def _shelf(table: str, package: str, one: str, two: str) -> Mapping[str, str]:
    module = package.replace(".", "/")
    file = {"transports": "kombu/transport/__init__.py", "backends": "celery/app/backends.py",
            "pools": "celery/concurrency/__init__.py"}[table]  # fmt: skip
    name = {"transports": "TRANSPORT_ALIASES", "backends": "BACKEND_ALIASES", "pools": "ALIASES"}[table]
    text = f"{name} = {{'one': '{package}.one:Part', 'two': '{package}.two:Part', 'gone': '{package}.gone:Part'}}\n"
    return {**TABLES, file: text, f"{module}/one.py": one, f"{module}/two.py": two}


#: An application whose tasks take their arguments as a sequence.
SENT = {
    "celery/__init__.py": """
class Task:
    def apply_async(self, args=(), kwargs=None):
        return [*args]

    def si(self):
        return self


class Celery:
    def __init__(self, name, **options):
        pass

    def task(self, function):
        return Task()
"""
}
#: One whose tasks hold a call against their signatures.
CALLED = {
    "celery/__init__.py": "import inspect\n"
    "class Task:\n    def __init__(self, run):\n        self.run = run\n"
    "    def delay(self, *args, **kwargs):\n        inspect.signature(self.run).bind(*args, **kwargs)\n"
    "class Celery:\n    def __init__(self, *args, **options): ...\n"
    "    def task(self, run):\n        return Task(run)\n"
}
#: A program with an option of its own before its commands.
PROGRAM = {
    "celery/__init__.py": "", "celery/bin/__init__.py": "",
    "celery/bin/celery.py": "import click\n@click.group()\n@click.option('--broker')\ndef celery(broker): ...\n",
}  # fmt: skip
DISTRIBUTION = "Metadata-Version: 2.1\nName: celery\nVersion: 5.7.0\nRequires-Dist: Django>={}; extra == 'django'\n"
PYTHONS = (
    "Metadata-Version: 2.1\nName: celery\nVersion: 5.7.0\nRequires-Python: >={}\n"
    "Classifier: Programming Language :: Python :: 3.9\nClassifier: Programming Language :: Python :: {}\n"
)


BROKERS = "+---+---+\n| **Name** | **Status** |\n+===+===+\n| *One* | {} |\n+---+---+\n"


FICTIONS = {
    "an argument of another name": Fiction(
        rule="unknown-argument", text="add.delay(z=2)", wrong="z", right="y", claim="add.delay(z=2)",
        evidence={"task": "add", "takes": "y", "positional": 0, "keywords": ["z"]}, files=CALLED,
    ),
    "an argument too many": Fiction(
        rule="excess-argument", text="add.delay(1, 2)", wrong="2", claim="add.delay(1, 2)",
        evidence={"task": "add", "takes": "x", "positional": 2, "keywords": []}, files=CALLED,
    ),
    "an argument that is forgotten": Fiction(
        rule="missing-argument", text="add.delay(1)", wrong="add.delay(1)", claim="add.delay(1)",
        evidence={"task": "add", "takes": "x, y", "positional": 1, "keywords": []}, files=CALLED,
    ),
    "an argument of another kind": Fiction(
        rule="unfit-argument", text="add.apply_async(1, 2)", wrong="1, 2", right="(1, 2)",
        claim="add.apply_async(1, 2)", files=SENT,
        evidence={"method": "apply_async", "kinds": ["number", "number"], "right": ["sequence"]},
    ),
    "an option behind a command of others": Fiction(
        rule="unknown-option", text="celery flower --broker=x", wrong="--broker=x", claim="celery flower --broker=x",
        evidence={"words": ["flower", "--broker=x"], "option": "--broker"}, files=PROGRAM,
    ),
    "a cache that there is not": Fiction(
        rule="unknown-choice", text="cache_backend = 'mine'", wrong="mine", claim="cache_backend is mine",
        evidence={"cache": "mine"}, files={
            **TABLES, "celery/states.py": "", "celery/app/defaults.py": "",
            "celery/backends/cache.py": "backends = {'memory': 1}\n",
            **{f"kombu/{each}.py": "" for each in ("compression", "serialization")},
        },
        other={"celery/backends/cache.py": "backends = {'mine': 1}\n"},
    ),
    "what another release asks for": Fiction(
        rule="other-release", text="Celery 5.5.x supports Django 2.2", wrong="5.5.x", right="5.7.x",
        evidence={"django": "2.2", "release": "5.5.x", "right": ["5.7.x", "3.2"]}, claim="Celery 5.5.x supports Django 2.2",
        files={"celery/__init__.py": "__version__ = '5.7.0'\n",
               "celery-5.7.0.dist-info/METADATA": DISTRIBUTION.format("3.2.1")},
        other={"celery/__init__.py": "__version__ = '5.5.1'\n",
               "celery-5.7.0.dist-info/METADATA": DISTRIBUTION.format("2.2")},
    ),
    "the name of another release": Fiction(
        rule="other-release", text=":Version: 5.1.2 (cliffs)", wrong="cliffs", right="sun-harmonics",
        evidence={"form": "series"}, files={"celery/__init__.py": "SERIES = 'sun-harmonics'\n"},
        other={"celery/__init__.py": "SERIES = 'cliffs'\n"},
    ),
    "whom the docs greet": Fiction(
        rule="other-release", text="new to Celery 5.0.x or 5.1.x", wrong="5.0.x or 5.1.x", right="5.7.x",
        evidence={"form": "new"}, files={"celery/__init__.py": "__version__ = '5.7.0'\n"},
        other={"celery/__init__.py": "__version__ = '5.1.2'\n"},
    ),
    "the least Python": Fiction(
        rule="wrong-python", text="- Python 3.8 or newer", wrong="3.8", right="3.9", evidence={"form": "least"},
        files={"celery/__init__.py": "", "celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.9", "3.9")},
        other={"celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.8", "3.8")},
    ),
    "all Pythons": Fiction(
        rule="wrong-python", text="- Python (3.9)", wrong="3.9", right="3.9, 3.10", evidence={"form": "list"},
        files={"celery/__init__.py": "", "celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.9", "3.10")},
        other={"celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.9", "3.9")},
    ),
    "the Python of the next release": Fiction(
        rule="wrong-python", text="Python 3.9 is required", wrong="3.9", evidence={"form": "next", "major": "6"},
        files={"celery/__init__.py": "", "celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.9", "3.10")},
        other={"celery-5.7.0.dist-info/METADATA": PYTHONS.format("3.8", "3.8")},
    ),
    "transports with fanout exchanges": Fiction(
        rule="wrong-list", text="supported only by One", wrong="One", right="One and two",
        evidence=_listed("transports", "fanout", two="two"),
        files=_shelf("transports", "kombu.transport", *[TRANSPORT.format(True)] * 2),
        other={"kombu/transport/two.py": TRANSPORT.format(False)},
    ),
    "backends that count": Fiction(
        rule="wrong-list", text="only supported by One", wrong="One", right="One and two",
        evidence=_listed("backends", "counts", two="two"),
        files=_shelf("backends", "celery.backends", "class Part:\n    def on_chord_part_return(self): ...\n",
                     "class Base:\n    implements_incr = True\nclass Part(Base): ...\n"),
        other={"celery/backends/two.py": "class Part:\n    implements_incr = False\n"},
    ),
    "backends that join": Fiction(
        rule="wrong-list", text="only supported by One", wrong="One", right="One and two",
        evidence=_listed("backends", "joins", two="two"),
        files=_shelf("backends", "celery.backends", *["class Part:\n    supports_native_join = True\n"] * 2),
        other={"celery/backends/two.py": "class Part: ...\n"},
    ),
    "backends that make use of a setting": Fiction(
        rule="wrong-list", text="only works with One", wrong="One", right="One and two",
        evidence=_listed("backends", "reads result_end", two="two"),
        files=_shelf("backends", "celery.backends", *["class Part:\n    def end(self):\n        self.end\n"] * 2),
        other={"celery/backends/two.py": "class Part:\n    def __reduce__(self):\n        return self.end\n"},
    ),
    "backends of which one is not listed": Fiction(
        rule="wrong-list", text="one of the following", wrong="one of the following",
        evidence={"shelf": "backends", "whole": "yes", "named": {"One": "one"}, "right": {"One": "one", "two": "two"}},
        files=_shelf("backends", "celery.backends", *["class Part: ...\n"] * 2),
        other={"celery/app/backends.py": "BACKEND_ALIASES = {'one': 'celery.backends.one:Part'}\n"},
    ),
    "asynchronous transports": Fiction(
        rule="wrong-list", text="asynchronous transports (One)", wrong="One", right="One and two",
        evidence=_listed("transports", "asynchronous", two="two"),
        files=_shelf("transports", "kombu.transport", *["features = dict(asynchronous=True)\n"] * 2),
        other={"kombu/transport/two.py": "features = dict(asynchronous=False)\n"},
    ),
    "pools that grow": Fiction(
        rule="wrong-list", text=":pool support: One", wrong="One", right="One, two",
        evidence=_listed("pools", "grows", two="two"),
        files=_shelf("pools", "celery.concurrency", "class Part:\n    def start(self):\n        self.grow = 1\n",
                     "class Part:\n    def grow(self): ...\n"),
        other={"celery/concurrency/two.py": "class Part: ...\n"},
    ),
    "a state that the table of brokers denies": Fiction(
        rule="wrong-support", text="experimental transports, including One", wrong="experimental transports",
        right="transports", evidence={"broker": "One", "told": "experimental", "right": "Stable"},
        files={"docs/index.rst": BROKERS.format("Stable")}, other={"docs/index.rst": BROKERS.format("Experimental")},
    ),
    "a broker that has no row": Fiction(
        rule="wrong-list", text="a table of brokers", wrong="table", evidence={"broker": "two"},
        files={"docs/index.rst": BROKERS.format("Stable")}, other={"docs/b.rst": BROKERS.replace("One", "Two")},
    ),
    "a variable that no unit reads": Fiction(
        rule="unread-variable", text='ONE="x"', wrong="ONE", claim="the unit reads ONE",
        evidence={"variable": "ONE", "units": ["[Unit]\nDescription=A\n[Service]\nExecStart=${TWO}\n"]},
        files={"celery/__init__.py": "", "kombu/__init__.py": ""},
        other={"celery/__init__.py": "import os\nos.environ.get('ONE')\n"},
    ),
    "a pool that cannot end a job": Fiction(
        rule="wrong-list", text="only supported by One and two", wrong="One and two", right="One",
        evidence={**_listed("pools", "terminates"), "named": {"One": "one", "two": "two"}},
        files=_shelf("pools", "celery.concurrency",
                     "class Part:\n    def start(self):\n        self.terminate_job = 1\n", "class Part: ...\n"),
        other={"celery/concurrency/two.py": "class Part:\n    def terminate_job(self): ...\n"},
    ),
    "a backend that is gone": Fiction(
        rule="wrong-list", text="only works with One and gone", wrong="One and gone",
        evidence={**_listed("backends", ""), "named": {"One": "one", "gone": "gone"}},
        files=_shelf("backends", "celery.backends", "class Part: ...\n", "class Part: ...\n"),
        other={"celery/backends/gone.py": "class Part: ...\n"},
    ),
    "tasks": Fiction(
        rule="wrong-list", text="This is the list", wrong="list", evidence={"named": ["celery.chord"],
                                                                            "right": ["celery.chord", "celery.map"]},
        files={"celery/__init__.py": "class Task:\n    __module__ = 'celery.app.builtins'\nclass Celery:\n"
                                     "    def __init__(self, *args, **options):\n        self.tasks = {}\n"
                                     "    def finalize(self):\n        self.tasks = dict.fromkeys(NAMES, Task)\n"
                                     "NAMES = ['celery.chord', 'celery.map']\n"},
        other={"celery/__init__.py": "class Task:\n    __module__ = 'celery.app.builtins'\nclass Celery:\n"
                                     "    def __init__(self, *args, **options):\n        self.tasks = {}\n"
                                     "    def finalize(self):\n        self.tasks = dict.fromkeys(NAMES, Task)\n"
                                     "NAMES = ['celery.chord']\n"},
    ),
    "dependencies": Fiction(
        rule="wrong-list", text="- :pypi:`kombu`", wrong="kombu",
        evidence={"package": "celery", "named": ["kombu"], "right": ["kombu", "python-dateutil"]},
        files={METADATA: f"{HEAD}Requires-Dist: kombu<6\nRequires-Dist: python_dateutil>=2\n"
                         "Requires-Dist: boto3; extra == 's3'\n"},
        other={METADATA: f"{HEAD}Requires-Dist: kombu (<6)\n"},
    ),
    "an attribute's default": Fiction(
        rule="wrong-default", text="Defaults to ``8091``.", wrong="8091", right="5984",
        evidence={"path": "celery.store.Store", "attribute": "port"},
        files={"celery/__init__.py": "", "celery/store.py": "class Store:\n    port = 5984\n"},
        other={"celery/store.py": "class Store:\n    port = '8091'\n"},
    ),
    "an option's default": Fiction(
        rule="wrong-default", text="Default: ``stdout``", wrong="stdout", right="stderr",
        evidence={"command": "beat", "option": "--logfile"},
        files={"celery/__init__.py": "", "celery/bin/__init__.py": "",
               "celery/bin/celery.py": "class Option:\n    opts = ['--logfile']\n    help = 'Log; defaults to stderr'\n"
                                       "class celery:\n    class beat:\n        params = [Option]\n"
                                       "    commands = {'beat': beat}\n"},
        other={"celery/bin/celery.py": "class Option:\n    opts = ['--logfile']\n    help = 'Log; defaults to stdout'\n"
                                       "class celery:\n    class beat:\n        params = [Option]\n"
                                       "    commands = {'beat': beat}\n"},
    ),
    "a variable's default": Fiction(
        rule="wrong-default", text="Default is /run/x.pid.", wrong="/run/x.pid", right="/run/celery.pid",
        claim="the default of PID_FILE is /run/x.pid",
        evidence={"script": "celeryd", "variable": "PID_FILE", "default": "/run/celery.pid"},
        files={DAEMON: SCRIPT.format('if [ -z "$PID_FILE" ]; then\n    PID_FILE="$DEFAULT_PID"\nfi')},
        other={DAEMON: SCRIPT.format("PID_FILE=${PID_FILE:-/run/x.pid}")},
    ),
    "a variable that the script sets": Fiction(
        rule="ineffective-variable", text="* ``CREATE_DIR``", wrong="CREATE_DIR",
        evidence={"script": "celeryd", "variable": "CREATE_DIR"},
        files={DAEMON: SCRIPT.format("CREATE_DIR=$ALL")},
        other={DAEMON: SCRIPT.format('CREATE_DIR=${CREATE_DIR:-0}\nif [ -z "$PID" ]; then\n    CREATE_DIR=1\nfi')},
    ),
    "an argument that is dropped": Fiction(
        rule="ignored-argument", text="timeout: Seconds.", wrong="timeout",
        subject="parameter:celery.app.App.connect:timeout",
        files={"celery/__init__.py": "", "celery/app.py": FORWARD.format("timeout=None", "1")},
        other={"celery/app.py": FORWARD.format("timeout=None", "timeout")},
    ),
    "an argument that is given twice": Fiction(
        rule="ignored-argument", text="name: It.", wrong="name", subject="parameter:celery.app.App.connect:name",
        files={"celery/__init__.py": "", "celery/app.py": "class App:\n    def connect(self, **options):\n"
               "        return self._open(1, **options)\n\n    def _open(self, name):\n        return name\n"},
        other={"celery/app.py": "class App:\n    def connect(self, name):\n        return name\n"},
    ),
    "arguments that are dropped": Fiction(
        rule="ignored-argument", text="**kwargs: More.", wrong="**kwargs",
        subject="parameter:celery.app.App.connect:kwargs",
        files={"celery/__init__.py": "", "celery/app.py": FORWARD.format("**rest", "1")},
        other={"celery/app.py": FORWARD.format("**rest", "rest")},
    ),
    "a library": Fiction(
        rule="wrong-distribution", text="Requires the psutils library.", wrong="psutils", right="psutil",
        files={"celery/__init__.py": "def memory():\n    import psutil\n", "kombu/__init__.py": "", METADATA: HEAD},
        other={"celery/__init__.py": "import sys\ntry:\n    import psutils.memory\nexcept ImportError:\n    pass\n"},
    ),
    "what a backend needs": Fiction(
        rule="wrong-distribution", text="requires :pypi:`s3`", wrong="s3", right="boto3",
        evidence={"module": "celery.s3", "extra": "s3"},
        files={"celery/__init__.py": "", "celery/s3.py": "import botocore\n", "kombu/__init__.py": "",
               METADATA: f"{HEAD}Requires-Dist: boto3>=1; extra == \"s3\"\n"},
        other={METADATA: f"{HEAD}Requires-Dist: S3; extra == \"s3\"\n"},
    ),
    "an extra": Fiction(
        rule="useless-extra", text="pip install celery[zstd]", wrong="zstd", evidence={"extra": "zstd"},
        files={"celery/__init__.py": "", "kombu/__init__.py": "def zstd():\n    from backports import zstd\n",
               METADATA: f"{HEAD}Requires-Dist: zstandard; extra == \"zstd\"\n"},
        other={METADATA: f"{HEAD}Requires-Dist: backports.zstd; extra == \"zstd\"\n"},
    ),
    "a program": Fiction(
        rule="wrong-install-note", text="To install, use :command:`s3`:", wrong="s3", right="pip",
        evidence={"command": "$ pip install celery[s3]"}, files={METADATA: f"{HEAD}Provides-Extra: s3\n"},
    ),
    "an old program": Fiction(
        rule="unknown-command", text=":program:`celeryev`", wrong="celeryev", right="celery events",
        subject="program:celeryev",
        files={"celery/__init__.py": "", "celery/bin/__init__.py": "", METADATA: HEAD,
               "celery/bin/celery.py": "class celery:\n    commands = {'events': 1}\n",
               "celery-5.7.0.dist-info/entry_points.txt": "[console_scripts]\ncelery = celery.x:main\n"},
        other={"celery-5.7.0.dist-info/entry_points.txt": "[console_scripts]\nceleryev = celery.x:main\n"},
    ),
    "a title": Fiction(
        rule="wrong-title", text=TITLED, wrong="celery.a", right="celery.b",
        files={"celery/__init__.py": "", "celery/b.py": ""},
    ),
    "a field of a state": Fiction(
        rule="wrong-state-field", text=":propagates: Yes", wrong="Yes", right="No",
        evidence={"state": "SUCCESS", "set": "PROPAGATE_STATES"},
        files={"celery/__init__.py": "", "celery/states.py": "PROPAGATE_STATES = {'FAILURE'}\n"},
        other={"celery/states.py": "PROPAGATE_STATES = {'FAILURE', 'SUCCESS'}\n"},
    ),
    "a label": Fiction(
        rule="unknown-label", text="See :ref:`gcs`.", wrong="gcs", right="conf-gcs", subject="ref:gcs",
        files={"docs/a.rst": ".. _`GCS`: https://example.com\n\n.. _conf-gcs:\n\nTitle\n=====\n"},
        other={"docs/b.rst": ".. _gcs:\n\nTitle\n=====\n"},
    ),
    "a setting that is referred to as a label": Fiction(
        rule="unknown-label", text="See :ref:`pace`.", wrong=":ref:`pace`", right=":setting:`pace`", subject="ref:pace",
        files={"docs/a.rst": ".. setting:: pace\n\nTitle\n=====\n"},
        other={"docs/b.rst": ".. _pace:\n\nTitle\n=====\n"},
    ),
    "a document": Fiction(
        rule="unknown-label", text="See :doc:`task`.", wrong="task", right="tasks", subject="doc:task",
        files={"docs/userguide/tasks.rst": "x\n"}, other={"docs/userguide/task.rst": "x\n"},
    ),
    "a term": Fiction(
        rule="unknown-label", text="The :term:`acks`.", wrong="acks", right="ack", subject="term:acks",
        files={"docs/glossary.rst": ".. glossary::\n\n    ack\n        It.\n"},
        other={"docs/glossary.rst": ".. glossary::\n\n    Acks\n        They.\n"},
    ),
    "a module that is not found": Fiction(
        rule="old-error", text="    ImportError: No module named 'bz2'", wrong="ImportError",
        right="ModuleNotFoundError",
    ),
    "a module without its extension": Fiction(
        rule="old-error", text="    ImportError: No module named 'bz2'", wrong="ImportError: No module named 'bz2'",
        right="ModuleNotFoundError: No module named '_bz2'", evidence={"module": "bz2", "extension": "_bz2"},
    ),
    "an old repr": Fiction(
        rule="old-error", text="raised ValueError('it',)", wrong="ValueError('it',)", right="ValueError('it')"
    ),
    "an old repr of somebody's own": Fiction(
        rule="old-error", text="raised MyError('it',)", wrong="MyError('it',)", right="MyError('it')"
    ),
    "what a store does not read": Fiction(
        rule="unread-query", text="gs://b/p?project=a&ttl=6", wrong="ttl", right="gcs_ttl",
        claim="gs://b/p?project=a&ttl=6", files={
            **TABLES, "celery/app/backends.py": "BACKEND_ALIASES = {'gs': 'celery.backends.gcs:Store'}\n",
            "celery/backends/gcs.py": "import not_there\nread = ['gcs_ttl']\n", "kombu/utils/__init__.py": "",
            "kombu/utils/url.py": "from urllib.parse import parse_qsl, urlsplit\n"
                                  "def url_to_parts(url):\n    return [0] * 6 + [dict(parse_qsl(urlsplit(url)[3]))]\n",
        },
        other={"celery/backends/gcs.py": "read = ['ttl']\n"},
    ),
    "what nothing reads": Fiction(
        rule="unread-setting", text="blob_max_tries", wrong="blob_max_tries", right=None,
        claim="blob_max_tries is a setting of Celery's",
        files={**TABLES, "celery/blob.py": "tries = conf.blob_tries\n"},
        other={"celery/blob.py": "tries = conf.blob_max_tries\n"},
    ),
    "what is a part of another value": Fiction(
        rule="unread-query", text="gs://b/p?project=a?ttl=6", wrong="?ttl=6", right="&ttl=6",
        claim="gs://b/p?project=a?ttl=6", files={
            **TABLES, "celery/app/backends.py": "BACKEND_ALIASES = {'gs': 'celery.backends.gcs:Store'}\n",
            "celery/backends/gcs.py": "read = ['ttl']\n", "kombu/utils/__init__.py": "",
            "kombu/utils/url.py": "from urllib.parse import parse_qsl, urlsplit\n"
                                  "def url_to_parts(url):\n    return [0] * 6 + [dict(parse_qsl(urlsplit(url)[3]))]\n",
        },
    ),
    "a line of the log": Fiction(
        rule="wrong-output", text="Received task:\n    tasks.add[0]", wrong="Received task:\n    tasks.add[0]",
        right="Task\n    tasks.add[0] received", subject="log:Task %(name)s[%(id)s] received",
        claim="Received task: tasks.add[0]",
        files={"celery/__init__.py": "", "celery/app/__init__.py": "",
               "celery/app/trace.py": "LOG_RECEIVED = 'Task %(name)s[%(id)s] received'\n"},
        other={"celery/app/trace.py": "LOG_RECEIVED = '''\\\nReceived task: %(name)s[%(id)s]\n'''\n"},
    ),
    "a reference without its role": Fiction(
        rule="bare-reference", text="Text about\n`Redis <broker-redis>` and ``more``.\n\nNext.\n",
        wrong="`Redis <broker-redis>`", right=":ref:`Redis <broker-redis>`",
    ),
    "a role that stands apart": Fiction(
        rule="bare-reference", text="Text\n\n:file: `proj/celery.py`\n\n.. note:: x\n", wrong=":file: `proj/celery.py`",
        right=":file:`proj/celery.py`",
    ),
    "a literal that ends too early": Fiction(
        rule="cut-literal", text="Next:\n\n:``celery[tblib``]:\n    for it\n", wrong="``celery[tblib``]",
        right="``celery[tblib]``", evidence={"literal": "celery[tblib"},
    ),
    "a role without its colon": Fiction(
        rule="bare-reference", text="The setting:`pace` setting\n", wrong="setting:`pace`", right=":setting:`pace`",
    ),
    "a label above another section": Fiction(
        rule="misplaced-label", wrong=".. _amqp-primer:", subject="misplaced:amqp-primer", text=MISPLACED,
        evidence={"title": "AMQP Primer", "title_line": 9},
    ),
    "super of another class": Fiction(
        rule="wrong-super", text="super(Task, self).run()", wrong="super(Task, self)", right="super(Mine, self)",
        evidence={"around": "Mine", "given": "Task", "method": "run", "code": SUPER},
        files={"celery/__init__.py": "class Task:\n    def run(self): ...\n"},
        other={"celery/__init__.py": "class Base:\n    def run(self): ...\nclass Task(Base): ...\n"},
    ),
    "a result that is compared": Fiction(
        rule="compared-result", text="assert add.delay(a, 2) == 4", wrong="add.delay(a, 2)",
        right="add.delay(a, 2).get()", claim="add.delay(a, 2) == 4",
        evidence={"call": "add.delay(a, 2)", "task": "add", "value": "4"}, files={"celery/__init__.py": APP},
        other={"celery/__init__.py": APP + EQUAL},
    ),
    "a task of a module whose result is compared": Fiction(
        rule="compared-result", text="assert ['a'] == proj.tasks.add.delay()", wrong="proj.tasks.add.delay()",
        right="proj.tasks.add.delay().get()", claim="['a'] == proj.tasks.add.delay()",
        evidence={"call": "proj.tasks.add.delay()", "task": "proj.tasks.add", "value": "['a']"},
        files={"celery/__init__.py": APP},
    ),
    "a call of what holds data": Fiction(
        rule="uncallable-name", text="given to ``some_kwargs()``", wrong="some_kwargs()", right="dump()",
        files={"celery/__init__.py": "", "celery/base.py": "def f(dump, some_kwargs): dump(**some_kwargs)\n"},
        other={"celery/base.py": "def some_kwargs(): ...\n"},
    ),
    "a default that was there before": Fiction(
        rule="wrong-version-changed", text=".. versionchanged:: 5.7", wrong="5.7", subject="version-ahead:pace",
        evidence={"setting": "pace", "default": "{'a': True}", "version": "5.7"},
        files={"celery/__init__.py": "__version__ = '5.6.3'\n", "celery/app/__init__.py": "",
               "celery/app/defaults.py": DEFAULTS},
        other={"celery/__init__.py": "__version__ = '5.7.0'\n"},
    ),
    "a slip of the fingers": Fiction(
        rule="misspelt-name", text="the ``countdwon`` ends", wrong="countdwon", right="countdown",
        evidence={"release": "countdown"}, files={"celery/__init__.py": "def f(countdown): ...\n"},
        other={"celery/__init__.py": "def f(countdwon): ...\n"},
    ),
    "a removal that is overdue": Fiction(
        rule="overdue-removal", text="It will be removed in 4.0.", wrong="4.0", right=None,
        claim="task_sent will be removed in 4.0",
        evidence={"path": "celery.signals.task_sent", "version": "4.0"},
        files={"celery/__init__.py": "__version__ = '5.6.3'\n", "celery/signals.py": "task_sent = 1\n"},
        other={"celery/__init__.py": "__version__ = '5.7.0'\n", "celery/signals.py": ""},
    ),
    "a type that is a part of a name": Fiction(
        rule="misplaced-type", text="    paths: List[str]: The files.", wrong="paths: List[str]",
        right="paths (List[str])", claim="paths: List[str]:", evidence={"argument": "paths"},
    ),
    "what an item swallows": Fiction(
        rule="swallowed-text", text="type (str): One.\n    .. note::", wrong=".. note::",
        claim="type (str): One.\n    .. note::", evidence={"swallowed": ".. note::"},
    ),
    "a command that ends too early": Fiction(
        rule="cut-command", text="celery worker -Q a\n-l INFO", wrong="a", right="a \\",
        claim="celery worker -Q a\n-l INFO",
    ),
    "an old repr of a type": Fiction(
        rule="outdated-repr", text=">>> type({})\n<type 'dict'>", wrong="<type 'dict'>", right="<class 'dict'>",
        subject="old-repr:<type 'dict'>",
    ),
    "an attribute that nothing sets": Fiction(
        rule="unset-attribute", text="self.x", wrong="x", evidence={
            "class": "Own", "attribute": "x",
            "code": "class Own:\n    def __init__(self, x):\n        self.y = x\n    def run(self):\n        self.x()",
        },
    ),
    "parameters that no function can have": Fiction(
        rule="syntax", text="``(a, b=1, *b)``", wrong="(a, b=1, *b)", subject="parameters:(a, b=1, *b)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FICTIONS)
def test_what_a_script_says_of_releases(name: str, tmp_path: Path):
    fiction = FICTIONS[name]
    finding = finding_of(
        place_of(fiction.text, fiction.wrong), fiction.right, rule=fiction.rule, subject=fiction.subject,
        evidence=fiction.evidence, **({"claim": fiction.claim} if fiction.claim else {}),
    )  # fmt: skip
    shown = reproducers.Shown(held=(), plans=(), observations=(), lines=lambda *_: fiction.text.split("\n"))
    script = reproducers.script(erratum_of(finding), [finding], shown)
    assert script is not None
    ast.parse(script, feature_version=(3, 8))
    assert reproducers.needs_sources(script) is any(path.startswith(("docs/", "extra/")) for path in fiction.files)

    def ended(release: Path, *arguments: str) -> tuple[int, str]:
        ran = subprocess.run(
            [sys.executable, "-", *arguments], input=script, capture_output=True, text=True, check=False, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(release), "CELERY_SOURCE": str(release)},
        )  # fmt: skip
        return ran.returncode, ran.stdout + ran.stderr

    wrong = released(tmp_path / "wrong", fiction.files)
    assert ended(wrong) == (1, ANY)
    assert ended(wrong, "--corrected")[0] == (0 if reproducers.has_corrected(script) else 1)
    assert reproducers.has_corrected(script) or fiction.right is None
    if fiction.other is not None:
        right = released(tmp_path / "right", {**fiction.files, **fiction.other})
        assert ended(right) == (0, ANY)


def released(folder: Path, files: Mapping[str, str]) -> Path:
    """A release with nothing in it but these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("rule", sorted(ways.RULES))
def test_every_rule_that_has_a_way_is_told_of(rule: str):
    assert any(fiction.rule == rule for fiction in FICTIONS.values())


def test_a_finding_that_does_not_tell_enough_has_no_script():
    text = "only supported by Redis"
    for rule in ("wrong-list", "ineffective-variable", "ignored-argument", "useless-extra", "wrong-state-field"):
        finding = finding_of(place_of(text, "Redis"), None, rule=rule)
        shown = reproducers.Shown(held=(), plans=(), observations=(), lines=lambda *_: text.split("\n"))
        assert reproducers.script(erratum_of(finding), [finding], shown) is None


def test_a_mistake_of_the_page_alone_is_said_to_be_one():
    fiction = FICTIONS["a reference without its role"]
    finding = finding_of(place_of(fiction.text, fiction.wrong), fiction.right, rule=fiction.rule)
    shown = reproducers.Shown(held=(), plans=(), observations=(), lines=lambda *_: fiction.text.split("\n"))
    script = reproducers.script(erratum_of(finding), [finding], shown) or ""
    assert ways.HOW_SHOWN["markup"] in script.partition('\n"""')[0]
    assert not reproducers.needs_celery(script)
