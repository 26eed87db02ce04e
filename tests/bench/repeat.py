"""Whether a full check says the same every time: whatever the number of runners, whatever the order of the plans.

    python tests/bench/repeat.py 5.7.0 --runs 20 --runners 1,2,4,8 --shuffle --out /tmp/repeat
    python tests/bench/repeat.py 5.7.0 --runs 10 --out /tmp/repeat      # ten more, against the same first run

Every run has a folder of its own; samples.jsonl and errata.json of the first stay in FOLDER/reference, and a line a
run is added to FOLDER/runs.jsonl, so that runs can be made in several batches.  Durations left out, both files have to
be the same; of every sample of which something else is told, both observations are printed.  Ends with 1 when there is
any.  With --shuffle runs have DOC_HARNESS_SHUFFLE=SEED in their environment: the runner then takes plans in that order.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from _runs import Json, Place, Results, Wanted, megabytes, read_lines, table, timeless

KEPT = ("samples.jsonl", "errata.json", "observations.jsonl", "pages.jsonl")
HEAD = ("run", "runners", "order", "status", "wall s", "CPU s", "cores used", "both busy", "others", "MB", "samples", "errata",
        "told otherwise", "errata.json")  # fmt: skip


def observations(out: Path, place: Place) -> list[Json]:
    """What was observed of a sample: for each step what a check can see of it."""
    _, target, file, line = place
    keys = {
        sample["key"]
        for page in read_lines(out / "pages.jsonl")
        for sample in page["samples"]
        if (sample["file"], sample["lines"][0]) == (file, line)
    }
    told = ("step", "status", "reason", "value", "output", "code", "raised", "sent", "log")
    return [
        {name: timeless(item[name]) for name in told if item[name]}
        for item in read_lines(out / "observations.jsonl")
        if item["sample"] in keys and item["target"] == target
    ]


def tell(place: Place, before: Json, after: Json, reference: Path, out: Path) -> None:
    """Print what the two runs tell of a sample, and what they saw."""
    docs, target, file, line = place
    print(f"{docs} {target} {file}:{line}")
    for name, told, folder in (("reference", before, reference), (out.name, after, out)):
        brief = None if told is None else {key: told[key] for key in ("check", "verdict", "reason")}
        print(f"    {name}: {brief}")
        for item in observations(folder, place):
            print(f"        {json.dumps(item)[:2000]}")


def errata_that_differ(before: Json, after: Json) -> Iterator[str]:
    """Errata of which something else is told, and in which of their fields."""
    for part in ("errata", "undecided", "faults"):
        old = {item.get("id", json.dumps(item)): item for item in before[part]}
        new = {item.get("id", json.dumps(item)): item for item in after[part]}
        for key in sorted(old.keys() | new.keys()):
            if key not in new or key not in old:
                yield f"{part}: {key} is {'gone' if key in old else 'new'}"
            elif old[key] != new[key]:
                fields = [name for name in old[key] if old[key][name] != new[key].get(name)]
                told = [f"{name}: {old[key][name]!r:.300} became {new[key].get(name)!r:.300}" for name in fields]
                yield f"{part}: {key}: " + "; ".join(told)
    for name in before.keys() - {"errata", "undecided", "faults"}:
        if before[name] != after.get(name):
            yield f"{name}: {before[name]!r:.300} became {after.get(name)!r:.300}"


def one(wanted: Wanted, folder: Path, number: int, seed: int | None) -> Json:
    """Make a run, compare it with the first; its line."""
    out = folder / f"run-{number}"
    shutil.rmtree(out, ignore_errors=True)
    watch = wanted.start(out, **({} if seed is None else {"DOC_HARNESS_SHUFFLE": str(seed)}))
    try:
        watch.wait()
        report = watch.report()
    finally:
        watch.clear()
    if report.status not in (0, 1):
        print(out.with_suffix(".log").read_text(encoding="utf-8")[-3000:])
        sys.exit(f"run {number} ends with status {report.status}")
    results = Results.of(out)
    reference = folder / "reference"
    if not reference.exists():
        reference.mkdir()
        for name in KEPT:
            shutil.copy(out / name, reference / name)
    first = Results.of(reference)
    changed = first.differences(results)
    for place, before, after in changed:
        tell(place, before, after, reference, out)
    for difference in errata_that_differ(first.errata, results.errata):
        print(f"    errata.json: {difference}")
    if report.left:
        print(f"    left: {report.left}")
    same = results.errata == first.errata
    if not changed and same:
        shutil.rmtree(out)
    return {
        "run": number,
        "version": wanted.version,
        "brokers": wanted.brokers or ("redis",),
        "runners": wanted.runners,
        "seed": seed,
        "status": report.status,
        "seconds": report.seconds,
        "cpu": report.cpu,
        "used": report.used,
        "both": report.both,
        "others": report.others,
        "memory": report.memory,
        "left": report.left,
        "samples": len(results.samples),
        "errata": len(results.errata["errata"]),
        "changed": [[*place] for place, _, _ in changed],
        "same": same,
    }


def main() -> None:
    """Make the runs, and print a table of all that the folder tells of."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--runners", default="", help="numbers of runners (-n) that take turns")
    parser.add_argument("--shuffle", action="store_true", help="every other run in an order of its own")
    parser.add_argument("--broker", action="append", default=[])
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--out", type=Path, help="folder of the runs; a temporary one without")
    parser.add_argument("--no-repair", action="store_true", help="runs without corrections: a third of the time")
    given = parser.parse_args()
    folder = given.out or Path(tempfile.mkdtemp(prefix="repeat-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    runners: list[int | None] = [int(number) for number in given.runners.split(",") if number]
    runners = runners or [None]
    wanted = Wanted(
        version=given.version, brokers=tuple(given.broker), pages=tuple(given.page), repair=not given.no_repair
    )
    summary = folder / "runs.jsonl"
    begun = len(read_lines(summary)) if summary.exists() else 0
    for number in range(begun, begun + given.runs):
        seed = number if given.shuffle and number % 2 else None
        line = one(replace(wanted, runners=runners[number % len(runners)]), folder, number, seed)
        with summary.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        print(f"run {number}: {line['seconds']:.1f} s, {len(line['changed'])} samples told otherwise, errata.json is "
              f"{'the same' if line['same'] else 'another'}", flush=True)  # fmt: skip
    lines = read_lines(summary)
    rows = [
        [
            line["run"], str(line["runners"] or "-"), "-" if line["seed"] is None else f"seed {line['seed']}",
            line["status"], line["seconds"], line["cpu"], line["used"], line["both"], line["others"], megabytes(line["memory"]),
            line["samples"], line["errata"], len(line["changed"]), "same" if line["same"] else "another",
        ]
        for line in lines
    ]  # fmt: skip
    print(table(HEAD, rows))
    bad = [line["run"] for line in lines if line["changed"] or not line["same"] or line["left"]]
    print(f"{given.version}: {len(lines)} runs, {len(bad)} of them not as the first ({folder})")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
