"""Where the tasks of a group run that is called."""

import os

from base import pid
from celery import group

found = set(group(pid.s(), pid.s())().get(timeout=10))
if corrected:
    assert os.getpid() not in found, "the current process runs tasks of the group itself"
else:
    told = "the current process only sends the tasks, one after another: workers run them, in parallel"
    assert found == {os.getpid()}, told
