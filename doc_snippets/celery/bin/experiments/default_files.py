"""In which directories a worker keeps its files when nobody says so."""

import posixpath

from celery.apps.multi import Node

options = Node("Leslie@localhost").options
folders = [posixpath.dirname(options[name]) for name in ("--pidfile", "--logfile")]
if "current" in claimed["where"] and any(folders):
    expect("where", claimed["where"], " and ".join(folders))
