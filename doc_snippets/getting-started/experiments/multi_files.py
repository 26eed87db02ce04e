"""Where `celery multi` puts the files of a node that is given none."""

from pathlib import Path
from unittest import mock

from celery.apps.multi import Node

with mock.patch("os.makedirs"):
    node = Node("w1@halcyon.local")
folders = [str(Path(path).absolute().parent) for path in (node.pidfile, node.logfile)]
told = f"the pid file is put into {folders[0]}, the log file into {folders[1]}"
if corrected:
    assert folders == ["/var/run/celery", "/var/log/celery"], told
    options = {name: node.options[name] for name in ("--pidfile", "--logfile")}
    assert options == {"--pidfile": "/var/run/celery/%n.pid", "--logfile": "/var/log/celery/%n%I.log"}, f"{options}"
else:
    assert folders == [str(Path.cwd())] * 2, told
