"""How long the plans of runs took, as the harness orders and shares plans by it.

    doc-harness check 5.7.0 --no-cache --out RUN ; python tests/bench/durations.py RUN...

Writes harness/plan/durations.json.  A plan of several runs counts as long as it took in the longest.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from harness import wire
from harness.model import Observation, Plan
from harness.plan import durations


def main() -> None:
    """Read the runs, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path)
    longest: dict[str, float] = {}
    for run in parser.parse_args().runs:
        took: defaultdict[tuple[str, str, str], float] = defaultdict(float)
        for seen in wire.read_lines(run / "observations.jsonl", Observation):
            took[seen.docs, seen.plan, seen.target] += seen.seconds
        names = {(plan.docs, plan.key): durations.name(plan) for plan in wire.read_lines(run / "plans.jsonl", Plan)}
        for (docs, plan, _), seconds in took.items():
            name = names[docs, plan]
            longest[name] = max(longest.get(name, 0.0), round(seconds, 1))
    text = json.dumps({name: longest[name] for name in sorted(longest) if longest[name]}, indent=0)
    durations.RECORDED.write_text(text + "\n", encoding="utf-8")
    print(f"{len(longest)} plans, {sum(longest.values()):.0f} s")


if __name__ == "__main__":
    main()
