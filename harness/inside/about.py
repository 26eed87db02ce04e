"""Tells what this interpreter is, and with the argument ``celery`` whether a Celery in it can start a worker.

Started by path; prints one JSON object:

    {"python": "3.11.7",                  version of the interpreter
     "final": true,                       neither an alpha, beta nor candidate, nor a free-threaded build
     "implementation": "cpython",
     "executable": "/usr/bin/python3.11", the interpreter that a virtual environment is made from, symlinks resolved
     "lacks": ["ssl"],                    modules that a worker needs and that this build has not
     "distributions": {"celery": "5.4.0", "kombu": "5.3.7"},        only with the argument
     "error": "ModuleNotFoundError: No module named 'packaging'"}   only with the argument; "" when all imports work

Python 3.8, standard library only.
"""

from __future__ import annotations

import importlib
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
    return {"distributions": distributions, "error": failure(parts)}


def installed() -> Dict[str, str]:
    from importlib import metadata  # an interpreter that is only asked about itself need not have it

    found: Dict[str, str] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
    return dict(sorted(found.items()))


def failure(modules: List[str]) -> str:
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            return "%s: %s" % (type(error).__name__, error)
    return ""


if __name__ == "__main__":
    answer = interpreter()
    if sys.argv[1:] == ["celery"]:
        answer.update(celery())
    print(json.dumps(answer))
