"""In which options of `celery multi` a leading ~ is expanded."""

import tempfile
from pathlib import Path
from unittest.mock import patch

from celery.apps import multi

with tempfile.TemporaryDirectory() as home, patch.dict("os.environ", HOME=home):
    needed = {"--pidfile": f"{home}/w1.pid", "--logfile": f"{home}/w1.log"}

    def expanded(option):
        """Whether the worker gets the path within the home."""
        command = " ".join(multi.Node("w1@example.com", options={**needed, option: "~/path"}).argv)
        return f"{option}={Path(home, 'path')}" in command

    told = {option: expanded(option) for option in ("--workdir", "--pidfile", "--logfile")}
    # This one is what is started: it does not stand among the worker's arguments.
    program = multi.Node("w1@example.com", options={**needed, "--executable": "~/path"}).executable
    assert all(told.values()) and program == str(Path(home, "path")), (told, program)
    others = expanded("--statedb")
assert others is not corrected, (
    "it is expanded in these options, and in --executable, but not in others that take a path: --statedb keeps its ~"
)
