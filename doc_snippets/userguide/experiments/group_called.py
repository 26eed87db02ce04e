"""Where the tasks of a group run that is called."""

import os

from base import pid
from celery import group

found = set(group(pid.s(), pid.s())().get(timeout=10))
assert found == {os.getpid()}, "the tasks of a group that is called run in the worker's processes, not in the caller's"
