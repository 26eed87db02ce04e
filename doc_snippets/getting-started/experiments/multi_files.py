"""Where `celery multi` puts the files of a node that is given none."""

from pathlib import Path
from unittest import mock

from celery.apps.multi import Node

with mock.patch("os.makedirs"):
    node = Node("w1@halcyon.local")
folders = [str(Path(path).absolute().parent) for path in (node.pidfile, node.logfile)]
right = ["/var/run/celery", "/var/log/celery"] if corrected else [str(Path.cwd())] * 2
assert folders == right, f"the pid file is put into {folders[0]}, the log file into {folders[1]}"
