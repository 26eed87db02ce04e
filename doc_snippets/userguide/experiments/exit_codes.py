"""With which code a worker exits that is told to shut down cold, and which one worker_shutting_down announces."""

import json
import os
import subprocess
import sys
from pathlib import Path

environment = {name: value for name, value in os.environ.items() if not name.startswith("CELERY_")}
command = ["worker", "--pool", "solo", "--without-gossip", "--without-mingle"]
ended = subprocess.run(
    [sys.executable, "-m", "celery", "-A", "ending", *command],
    env={**environment, "ENDING": "SIGQUIT"},
    capture_output=True,
    check=False,
    timeout=50,
)
file = Path("announced.json")
if not file.exists():
    raise RuntimeError(f"the worker does not say that it shuts down: {ended.stderr[-500:]!r}")
announced = json.loads(file.read_text())
assert announced == ended.returncode, (
    f"at a cold shutdown, as by QUIT, exitcode is {announced}, but the process exits with {ended.returncode}"
)
