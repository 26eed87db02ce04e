"""What app.start() and app.worker_main() hand over when they are called without arguments."""

import sys
from unittest.mock import patch

from celery import Celery
from celery.bin.celery import celery

app = Celery("arguments", set_as_current=False)
for sentence, start in (("start-argv", app.start), ("worker-main-argv", app.worker_main)):
    with patch.object(sys, "argv", ["program.py", "worker"]), patch.object(celery, "main") as main:
        start()
        args = main.call_args[1]["args"]
        words = sys.argv[1:] if args is None else list(args)  # click's own default
    told = "it fails, as the program's name is taken for a command: UsageError: No such command 'program.py'."
    holds(words == ["worker"], told, sentence)
