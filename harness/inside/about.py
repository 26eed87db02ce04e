"""Tells what this interpreter is, and with the argument ``celery`` whether a Celery in it can start a worker.

Started by path; prints one JSON object:

    {"python": "3.11.7",                  version of the interpreter
     "final": true,                       neither an alpha, beta nor candidate, nor a free-threaded build
     "implementation": "cpython",
     "executable": "/usr/bin/python3.11", the interpreter that a virtual environment is made from, symlinks resolved
     "lacks": ["ssl"],                    modules that a worker needs and that this build has not
     "distributions": {"celery": "5.4.0", "kombu": "5.3.7"},        only with the argument
     "content": "5e8d36…",                digest of Celery's modules, only with the argument
     "error": "ModuleNotFoundError: No module named 'packaging'"}   only with the argument; "" when a worker can start

Python 3.8, standard library only.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import platform
import re
import sys
import sysconfig
from typing import Any, Dict, List

#: What a build without the right headers lacks: TLS, semaphores between processes, shared memory.
NEEDED = ("ssl", "zlib", "ctypes", "multiprocessing.synchronize")
#: What the command line, a worker and a Redis broker import.
PARTS = ("celery.bin.celery", "celery.apps.worker", "celery.app.amqp", "celery.app.control")
#: Seconds for a process of the pool to answer.
PATIENCE = 5.0
REDIS_PARTS = ("kombu.transport.redis", "celery.backends.redis")


def interpreter() -> Dict[str, Any]:
    base = getattr(sys, "_base_executable", None) or sys.executable
    return {
        "python": platform.python_version(),
        "final": sys.version_info.releaselevel == "final" and not sysconfig.get_config_var("Py_GIL_DISABLED"),
        "implementation": sys.implementation.name,
        "executable": os.path.realpath(base),
        "lacks": [name for name in NEEDED if failure([name])],
    }


def celery() -> Dict[str, Any]:
    distributions = installed()
    parts = list(PARTS) + (list(REDIS_PARTS) if "redis" in distributions else [])
    return {
        "distributions": distributions,
        "content": content("celery"),
        "error": failure(parts) or start_failure(),
    }


def installed() -> Dict[str, str]:
    from importlib import metadata  # an interpreter that is only asked about itself need not have it

    found: Dict[str, str] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
    return dict(sorted(found.items()))


def content(package: str) -> str:
    spec = importlib.util.find_spec(package)
    digest = hashlib.sha256()
    for root in (spec.submodule_search_locations or []) if spec else []:
        for directory, _, names in sorted(os.walk(root)):
            for name in sorted(names):
                if name.endswith(".py"):
                    path = os.path.join(directory, name)
                    digest.update(os.path.relpath(path, root).encode() + b"\0")
                    with open(path, "rb") as file:
                        digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def failure(modules: List[str]) -> str:
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            return "%s: %s" % (type(error).__name__, error)
    return ""


def start_failure() -> str:
    """Why a worker dies as it starts: an old billiard imports on a new Python, and fails in its logger or its pool."""
    try:
        billiard = importlib.import_module("billiard")
        app = importlib.import_module("celery").Celery("about", broker="memory://", set_as_current=False)
        app.log.setup(loglevel="ERROR")
        pool = billiard.Pool(1)
        try:
            pool.apply_async(len, ("ab",)).get(timeout=PATIENCE)
        finally:
            pool.terminate()
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    return ""


if __name__ == "__main__":
    answer = interpreter()
    if sys.argv[1:] == ["celery"]:
        answer.update(celery())
    print(json.dumps(answer))
