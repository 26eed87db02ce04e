"""What becomes of a module that is run as a program and starts a worker without arguments."""

import pathlib
import subprocess
import sys

pathlib.Path("as_program.py").write_text(
    "from celery import Celery\napp = Celery()\n\nif __name__ == '__main__':\n    app.worker_main()\n"
)
command = [sys.executable, "as_program.py"]
ended = subprocess.run(command, stderr=subprocess.PIPE, universal_newlines=True, timeout=60, check=False)
error = next((line for line in ended.stderr.split("\n") if line.startswith("ValueError")), "")
assert not error, "it ends with " + error
