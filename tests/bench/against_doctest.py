"""Wall time of `doc-harness check` beside `pytest --doctest-glob` over the same docs, in one run.

    python tests/bench/against_doctest.py 5.4.0

Both are warm: docs, environments and extraction are cached by a first static run that is not counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uv

from harness import sources


def seconds(command: list[str], cwd: Path) -> tuple[float, str]:
    """Wall time of a command and the last line that it printed."""
    started = time.monotonic()
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return time.monotonic() - started, (ran.stdout.strip().splitlines() or [ran.stderr.strip()])[-1]


def main(version: str) -> None:
    """Print a table of three lines."""
    tree = Path(sources.release(version).root)
    doctest = [uv.find_uv_bin(), "run", "-q", "--no-project", "--with", f"celery[redis]=={version}", "--with", "pytest"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        check = [sys.executable, "-m", "harness", "check", version, "--no-cache", "--out", str(out / "out")]
        seconds([*check, "--static"], out)
        seconds([*doctest, "python", "-c", "import celery"], out)
        static, _ = seconds([*check, "--static"], out)
        live, told = seconds(check, out)
        glob = ["pytest", "-q", "--doctest-glob=*.rst", "--doctest-continue-on-failure", "-p", "no:cacheprovider"]
        doctests, says = seconds(
            [
                *doctest,
                *glob,
                "--continue-on-collection-errors",
                "-c",
                "/dev/null",
                "--rootdir",
                str(tree),
                str(tree / "docs"),
            ],
            out,
        )
    print(f"{version}  doc-harness check           {live:6.1f} s  {told}")
    print(f"{version}  doc-harness check --static  {static:6.1f} s")
    print(f"{version}  pytest --doctest-glob       {doctests:6.1f} s  {says}")


if __name__ == "__main__":
    main(sys.argv[1])
