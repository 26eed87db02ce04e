"""How celery control shows the answer of a worker."""

import re

from celery.bin.celery import celery
from click.testing import CliRunner
from docs_claims import expect
from lab import node

page = re.search(r"\S+@\S+(?=: OK)", claimed["answer"]).group()
shown = CliRunner().invoke(celery, ["-A", "lab", "control", "rate_limit", "lab.add", "10/m"]).output
lines = [line for line in shown.splitlines() if ": OK" in line]
if len(lines) != 1:
    raise RuntimeError(f"shown is {shown!r}")
expect("answer", claimed["answer"], lines[0].rstrip().replace(node(), page), "answers of workers have an arrow")
