"""Which command shows examples of celery multi."""

import sys

from celery.bin.celery import celery
from click.testing import CliRunner

shown = {}
for command in ("celery multi --help", "celery multi help"):
    sys.argv = command.split()  # what celery multi itself reads
    shown[command] = CliRunner().invoke(celery, sys.argv[1:]).output
showing = [command for command, output in shown.items() if "celery multi start" in output]
if not showing:
    raise RuntimeError(f"neither shows examples: {shown}")
if claimed["command"] in shown and claimed["command"] not in showing:
    otherwise(f"{claimed['command']} shows options, and no examples: {showing[0]} does", command=showing[0])
