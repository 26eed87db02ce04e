"""What is done about an object that gets no application, when the environment says to trace that."""

import os
import subprocess
import sys

BROKEN = "from celery.result import AsyncResult; AsyncResult('id'); print('went on')"


def told(program):
    """What a program prints, and its last line if it ends with an exception."""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "CELERY_TRACE_APP": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=60,
        check=False,
    )
    return ended.stdout + (ended.stderr.strip().split("\n")[-1] if ended.returncode else "")


assert told(BROKEN).endswith("Exception: DEFAULT APP"), "no exception is raised at all"
traced = told(f"from celery import Celery; app = Celery('own', backend='cache+memory://'); {BROKEN}")
printed = "RETURNING TO CURRENT APP" in traced and "went on" in traced
assert printed is corrected, (
    "a stack trace is printed, and the current app is used: an exception is raised only where there is no current app"
)
