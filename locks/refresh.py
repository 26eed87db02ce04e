"""Make the locks anew from their .in files: ``tox run -e locks [-- celery54 …]``.

A lock holds what was to be had at the date that its .in file gives, so making it again changes nothing unless the .in
file was changed.  One lock serves all Pythons and platforms; wheels only, every one with its hashes.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from uv import find_uv_bin

LOCKS = Path(__file__).resolve().parent
MARK = "# uv: "


def command(source: Path) -> list[str]:
    """The command that makes the lock of an .in file, to be run in the directory above."""
    lines = source.read_text(encoding="utf-8").splitlines()
    options = [shlex.split(line.removeprefix(MARK)) for line in lines if line.startswith(MARK)]
    if len(options) != 1:
        raise SystemExit(f"{source}: expected one line that begins with {MARK!r}, found {len(options)}")
    name = f"{source.parent.name}/{source.stem}"
    how = ["--universal", "--generate-hashes", "--no-build", "--no-annotate"]
    return ["uv", "pip", "compile", *how, *options[0], f"{name}.in", "-o", f"{name}.txt"]


def main(names: list[str]) -> None:
    sources = [LOCKS / f"{name}.in" for name in names] or sorted(LOCKS.glob("*.in"))
    for source in sources:
        made = command(source)
        source.with_suffix(".txt").unlink(missing_ok=True)  # or uv would keep what it pins
        print(shlex.join(made), flush=True)
        environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
        subprocess.run([find_uv_bin(), *made[1:], "--quiet"], cwd=LOCKS.parent, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
