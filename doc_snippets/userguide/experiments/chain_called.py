"""Where the tasks of a chain run that is called."""

import os

from base import pid
from celery import chain

result = chain(pid.si(), pid.si())()
found = {result.get(timeout=10), result.parent.get(timeout=10)} if hasattr(result, "get") else {os.getpid()}
told = "the tasks of a chain that is called run in the worker's processes, not in the caller's"
assert found == {os.getpid()}, told
