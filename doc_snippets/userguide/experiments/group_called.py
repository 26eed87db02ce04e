"""Where the tasks of a group run that is called."""

import os

from base import pid
from celery import group

found = set(group(pid.s(), pid.s())().get(timeout=10))
if corrected:
    assert os.getpid() not in found, f"a task of the group runs in the process that calls it: {found}"
else:
    told = "the tasks of a group that is called run in the worker's processes, not in the caller's"
    assert found == {os.getpid()}, told
