"""In which directories a worker keeps its files when nobody says so."""

import posixpath

from celery.apps.multi import Node

options = Node("Leslie@localhost").options
pid, log = (posixpath.dirname(options[name]) for name in ("--pidfile", "--logfile"))
if "current" in claimed["where"] and (pid or log):
    contradicted("where", "directories " + " and ".join(path.lstrip("/") for path in (pid, log)) + " of the system")
