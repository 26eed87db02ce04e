"""Which signals a worker has handlers for: those that its main process catches."""

import re
import signal
from pathlib import Path

from lab import told

names = [getattr(signal, f"SIG{name}") for name in claimed["signals"].replace("`", "").split("/")]
worker = eventually(lambda: told("stats"), 20)
status = Path("/proc", str(worker["pid"]), "status").read_text()
caught = int(re.search(r"^SigCgt:\s*(\w+)", status, re.MULTILINE)[1], 16)


def is_caught(number):
    """Whether its bit is set."""
    return bool(caught >> (number - 1) & 1)


if not all(is_caught(number) for number in names):
    every = ("TERM", "QUIT", "INT", "HUP", "USR1")
    real = [name for name in every if is_caught(getattr(signal, f"SIG{name}"))]
    missing = [number.name for number in names if not is_caught(number)]
    contradicted("signals", "/".join(f"`{name}`" for name in real), f"there is no handler of {', '.join(missing)}")
