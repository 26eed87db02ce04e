"""What a check costs that takes more releases or more brokers: time, CPU and memory, and of each release more.

    python tests/bench/growth.py 5.7.0 5.6.3 5.5.3 5.4.0 --steps 1,2,4 --broker redis --out /tmp/growth
    python tests/bench/growth.py --static 5.7.0 5.6.3 5.5.3 5.4.0 5.3.6 5.2.7 5.1.2 5.0.5 --steps 1,2,4,8

Each run takes the first releases of the list, as many as the step says, and remembers nothing of the one before.
Environments are made by a first run that is not counted.  "marginal" is what each further release has cost since the
step before, divided by what the first one cost.  With --steps of one number it is a measured run of that many releases.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

from _runs import megabytes, table
from _watched import Report, Watch

HEAD = ("releases", "brokers", "status", "wall s", "CPU s", "cores used", "both busy", "others", "MB", "processes",
        "marginal wall", "marginal CPU")  # fmt: skip


def run(releases: list[str], options: list[str], out: Path) -> Report:
    """Check releases into a folder; what that cost.  Exits when the run was not one of a check that ended."""
    out.mkdir(parents=True, exist_ok=True)
    temporary = out.parent / "tmp"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "harness", "check", *releases, "--no-cache", "--out", str(out), *options]
    log = out.with_suffix(".log")
    watch = Watch(command, cwd=out.parent, env={**os.environ, "TMPDIR": str(temporary)}, log=log)
    try:
        watch.wait()
        report = watch.report()
    finally:
        watch.clear()
    if report.status not in (0, 1):
        print(log.read_text(encoding="utf-8")[-3000:])
        sys.exit(f"the check of {' '.join(releases)} ends with status {report.status}")
    out.with_suffix(".json").write_text(json.dumps(dataclasses.asdict(report), indent=1), encoding="utf-8")
    return report


def main() -> None:
    """Make the runs, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", nargs="+")
    parser.add_argument("--steps", default="1,2,4,8", help="how many releases a run takes, one run a number")
    parser.add_argument("--broker", action="append", default=[])
    parser.add_argument("--static", action="store_true")
    parser.add_argument("--repair", action="store_true", help="with corrections")
    parser.add_argument("--out", type=Path, help="folder of the runs; a temporary one without")
    given = parser.parse_args()
    folder = (given.out or Path(tempfile.mkdtemp(prefix="growth-"))).resolve()
    steps = sorted({min(int(step), len(given.releases)) for step in given.steps.split(",")})
    options = [word for broker in given.broker for word in ("--broker", broker)]
    options += ["--static"] if given.static else []
    options += [] if given.repair else ["--no-repair"]
    run(given.releases[: steps[-1]], ["--static", "--no-repair"], folder / "first")
    rows: list[list[object]] = []
    first: tuple[float, float] | None = None  # of one release: wall, CPU
    last = (0, 0.0, 0.0)
    for step in steps:
        found = run(given.releases[:step], options, folder / f"of-{step}")
        first = first or (found.seconds / step, found.cpu / step)
        more = step - last[0]
        marginal = ((found.seconds - last[1]) / more / first[0], (found.cpu - last[2]) / more / first[1])
        rows.append([
            step, len(given.broker) or 1, found.status, found.seconds, found.cpu, found.used, found.both, found.others,
            megabytes(found.memory), found.processes, *marginal,
        ])  # fmt: skip
        last = (step, found.seconds, found.cpu)
        print(table(HEAD, rows[-1:]), flush=True)
    print(f"\n{table(HEAD, rows)}\n\nin {folder}")


if __name__ == "__main__":
    main()
