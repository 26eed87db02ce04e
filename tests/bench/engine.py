"""Figures of the engine for one release, beside two other ways to run the same samples, in one go.

    python tests/bench/engine.py 5.7.0
    python tests/bench/engine.py 5.7.0 --plans 20 --seed 1 --page 'userguide/*'

1. `doc-harness check` of the whole release: plans and samples a second, processor time, the share of the time in which
   all cores worked, memory of all its processes.
2. A fresh process and a fresh worker a sample: for some plans, chosen by the seed, every sample's code (after what its
   plan has before it) is run with `python -c` in a new folder, with a new `celery worker` beside it that is awaited
   and ended; as many at a time as there are cores.  The same plans are run by the harness alone as well.
3. Sybil over the Python samples that the harness has run, in one process with a namespace a page, one live worker and
   the tutorial's tasks.  Its own parsers refuse pages with a broken prompt; the samples' places are given to it.

Time is told a sample: the three have not run the same number of them.  Memory is the sum of proportional set sizes.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import itertools
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import uv
from _runs import Json, Wanted, megabytes, read_lines, table
from _watched import CORES, Report, Watch

from harness import contexts, sources, targets
from harness.services import redis

#: Seconds that a fresh worker may take to be ready, and that a sample may take in a fresh process or in Sybil.
READY, LIMIT = 20.0, 8.0
HEAD = ("", "samples", "wall s", "samples/s", "CPU s", "CPU s/sample", "cores used", "both busy",
        "others", "MB")  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What one way to run samples has cost."""

    name: str
    samples: int
    seconds: float
    report: Report

    def row(self) -> list[object]:
        """Cells of the table."""
        report, count = self.report, max(self.samples, 1)
        return [
            self.name, self.samples, self.seconds, self.samples / self.seconds, report.cpu, report.cpu / count,
            report.cpu / (report.seconds * report.cores), report.both, report.others, megabytes(report.memory),
        ]  # fmt: skip


# -- the harness ------------------------------------------------------------------------------------------------------


def phases(watch: Watch, log: Path) -> dict[str, float]:
    """Watch a run to its end; seconds from its start at which each stage began, and "end"."""
    began: dict[str, float] = {}

    def look() -> bool:
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("doc-harness: "):
                began.setdefault(line.removeprefix("doc-harness: ").strip(), watch.seconds)
        return False

    watch.wait(until=look)
    began["end"] = watch.seconds
    return began


def run_harness(wanted: Wanted, out: Path, name: str) -> tuple[Figures, list[list[object]]]:
    """A check, with its stages."""
    watch = wanted.start(out)
    try:
        began = phases(watch, out.with_suffix(".log"))
        report = watch.report()
    finally:
        watch.clear()
    if report.status not in (0, 1):
        sys.exit(out.with_suffix(".log").read_text(encoding="utf-8")[-3000:])
    seen = read_lines(out / "observations.jsonl")
    plans = {(item["docs"], item["plan"], item["target"]) for item in seen}
    samples = {(item["docs"], item["sample"], item["target"]) for item in seen if item["sample"]}
    starts = sorted((moment, stage) for stage, moment in began.items())
    stages = [
        [stage, end - start]
        for (start, stage), (end, _) in itertools.pairwise(starts)
        if end - start >= 0.05
    ]  # fmt: skip
    running = sum(float(str(seconds)) for stage, seconds in stages if stage == "running samples") or report.seconds
    stages.append(["plans", len(plans)])
    stages.append(["plans/s while running samples", len(plans) / running])
    stages.append(["samples/s while running samples", len(samples) / running])
    stages.append(["seconds of steps / seconds", sum(item["seconds"] for item in seen) / running])
    return Figures(name=name, samples=len(samples), seconds=report.seconds, report=report), stages


# -- a fresh process and a fresh worker a sample ----------------------------------------------------------------------


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[int]:
    """A Redis server: its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    folder.mkdir()
    command = [str(redis.program()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--databases", "1024"]
    process = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def programs(plan: Json) -> list[tuple[str, list[str]]]:
    """For each sample of a plan what a fresh process runs: Python source up to and with the sample, and shell lines."""
    order = list(dict.fromkeys(step["sample"] for step in plan["steps"] if step["sample"]))
    found = []
    for sample in order:
        source, shell = [plan["preamble"]], []
        for step in plan["steps"]:
            if step["kind"] == "shell":
                if step["sample"] == sample:
                    shell.append(step["source"])
            elif step["kind"] == "module":
                source.append(f"from {step['module']} import *")
            else:
                source.append(step["source"])
            if step["sample"] == sample and step is [s for s in plan["steps"] if s["sample"] == sample][-1]:
                break
        found.append(("\n".join(dict.fromkeys(source)), shell))
    return found


def save(plan: Json, folder: Path) -> None:
    """The files that the plan's reader has saved."""
    texts: dict[str, str] = dict(plan["files"])
    for module, head in plan["heads"].items():
        texts[module.replace(".", "/") + ".py"] = head + "\n"
    for step in plan["steps"]:
        if step["kind"] == "module":
            path = step["module"].replace(".", "/") + ".py"
            texts[path] = texts.get(path, "") + step["source"] + "\n"
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def fresh(
    plan: Json, source: str, shell: Sequence[str], python: Path, environ: Mapping[str, str], folder: Path
) -> None:
    """Run one sample with a process and a worker of its own."""
    folder.mkdir(parents=True)
    save(plan, folder)
    log = folder / "worker.log"
    celery = [str(python), "-m", "celery"]
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [*celery, "-A", plan["app"], "worker", "-l", "INFO", "-c", "2"],
            cwd=folder, env=environ, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + READY
        while b" ready." not in log.read_bytes() and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        commands = [[str(python), "-c", source]] if source.strip() else []
        commands += [["/bin/sh", "-c", line.replace("celery ", " ".join(celery) + " ", 1)] for line in shell]
        for command in commands:
            with (folder / "output.log").open("ab") as output:
                ended = subprocess.Popen(
                    command, cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    start_new_session=True,
                )  # fmt: skip
                try:
                    ended.wait(LIMIT)
                except subprocess.TimeoutExpired:
                    os.killpg(ended.pid, signal.SIGKILL)
                    ended.wait()
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        shutil.rmtree(folder, ignore_errors=True)


def fresh_plans(path: Path) -> None:
    """Run every sample of the plans in a file so; body of a process that is watched."""
    told = json.loads(path.read_text(encoding="utf-8"))
    folder = path.parent / "fresh"
    jobs = [(plan, source, shell) for plan in told["plans"] for source, shell in programs(plan)]
    with broker(path.parent / "fresh-broker") as port, ThreadPoolExecutor(CORES) as pool:
        for number, (plan, source, shell) in enumerate(jobs):
            url = f"redis://127.0.0.1:{port}/{number % 1024}"
            environ = {
                "PATH": f"{Path(told['python']).parent}:{os.environ['PATH']}", "HOME": str(path.parent),
                "LANG": "C.UTF-8", "C_FORCE_ROOT": "1", "CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": url,
            }  # fmt: skip
            pool.submit(fresh, plan, source, shell, Path(told["python"]), environ, folder / str(number))


def run_fresh(plans: Sequence[Json], python: str, folder: Path) -> Figures:
    """A fresh process and a fresh worker for each sample of the plans."""
    path = folder / "fresh.json"
    path.write_text(json.dumps({"plans": plans, "python": python}), encoding="utf-8")
    report = _watched([sys.executable, __file__, "--fresh", str(path)], folder, folder / "fresh.log")
    count = sum(len(programs(plan)) for plan in plans)
    return Figures(name="fresh process and worker a sample", samples=count, seconds=report.seconds, report=report)


def _watched(command: Sequence[str], folder: Path, log: Path, **environ: str) -> Report:
    (folder / "tmp").mkdir(exist_ok=True)
    watch = Watch(command, cwd=folder, env={**os.environ, "TMPDIR": str(folder / "tmp"), **environ}, log=log)
    try:
        watch.wait()
        return watch.report()
    finally:
        watch.clear()


# -- Sybil ------------------------------------------------------------------------------------------------------------

CONFTEST = '''\
"""Sybil over samples whose places are known, with a worker and the tutorial's tasks."""

import doctest, json, subprocess, sys, time
from pathlib import Path

import pytest
from sybil import Region, Sybil

HERE = Path(__file__).parent
SAMPLES = json.loads((HERE / "samples.json").read_text())


@pytest.fixture(scope="session", autouse=True)
def worker():
    with (HERE / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "proj", "worker", "-l", "INFO", "-c", "2"], cwd=HERE, stdout=log,
            stderr=log, start_new_session=True,
        )
    deadline = time.monotonic() + 20
    while b" ready." not in (HERE / "worker.log").read_bytes() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield
    worker.terminate()
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()


def setup(namespace):
    import celery
    from proj.celery import app
    from proj.tasks import add, mul, xsum

    namespace.update({name: getattr(celery, name) for name in celery.__all__})
    namespace.update(__name__="__main__", app=app, add=add, mul=mul, xsum=xsum)


def parse(document):
    starts = [0]
    for line in document.text.split("\\n"):
        starts.append(starts[-1] + len(line) + 1)
    for first, last, language, code in SAMPLES[str(Path(document.path).relative_to(HERE))]:
        yield Region(starts[first - 1], starts[last] - 1, code, python if language == "python" else pycon)


def python(example):
    exec(compile(example.parsed, example.path, "exec", dont_inherit=True), example.namespace)


def pycon(example):
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    test = doctest.DocTestParser().get_doctest(example.parsed, {}, example.path, example.path, example.line)
    test.globs = example.namespace
    told = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=told.append, clear_globs=False)
    return "".join(told)


pytest_collect_file = Sybil(parsers=[parse], patterns=["*.rst", "*.txt"], setup=setup, fixtures=["worker"]).pytest()
'''


def run_sybil(out: Path, root: Path, python: str, folder: Path) -> tuple[Figures, list[list[object]]]:
    """Sybil over the Python samples that the harness has run, in the target's environment with Sybil laid over it."""
    overlay, tree = folder / "overlay", folder / "sybil"
    install = [uv.find_uv_bin(), "pip", "install", "-q", "--python", python, "--target", str(overlay)]
    subprocess.run([*install, "sybil", "pytest", "pytest-timeout"], check=True)
    ran = {item["sample"] for item in read_lines(out / "observations.jsonl")}
    samples: dict[str, list[tuple[int, int, str, str]]] = {}
    for page in read_lines(out / "pages.jsonl"):
        theirs = [
            (sample["lines"][0], sample["lines"][-1], sample["language"], sample["code"] + "\n")
            for sample in page["samples"]
            if sample["key"] in ran and sample["file"] == page["file"] and sample["language"] in ("python", "pycon")
        ]
        if theirs and page["file"].endswith((".rst", ".txt")):
            samples[page["file"]] = sorted(set(theirs))
            (tree / page["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / page["file"], tree / page["file"])
    (tree / "samples.json").write_text(json.dumps(samples), encoding="utf-8")
    (tree / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for path, text in contexts.world_files(("proj", "tasks", "celeryconfig")).items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
    junit = folder / "sybil.xml"
    with broker(folder / "sybil-broker") as port:
        url = f"redis://127.0.0.1:{port}/0"
        report = _watched(
            [
                python, "-m", "pytest", "-q", "--tb=line", "-p", "no:cacheprovider", "-p", "pytest_timeout",
                "--rootdir", str(tree), "-c", os.devnull, f"--junitxml={junit}", "--timeout", str(LIMIT), str(tree),
            ],
            tree, folder / "sybil.log", PYTHONPATH=f"{overlay}:{tree}", CELERY_BROKER_URL=url,
            CELERY_RESULT_BACKEND=url, C_FORCE_ROOT="1", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
        )  # fmt: skip
    if not junit.exists():
        sys.exit((folder / "sybil.log").read_text(encoding="utf-8")[-3000:])
    cases = list(ElementTree.parse(junit).iter("testcase"))
    failed = sum(any(child.tag in ("failure", "error") for child in case) for case in cases)
    late = sum("Timeout" in child.get("message", "") for case in cases for child in case)
    figures = Figures(name="Sybil, one process, one worker", samples=len(cases), seconds=report.seconds, report=report)
    return figures, [["failed", failed], [f"of these after {LIMIT:g} s", late], ["exit status", report.status]]


# -- all of it --------------------------------------------------------------------------------------------------------


def choose(plans: Sequence[Json], ran: set[str], number: int, seed: int) -> tuple[list[Json], list[str]]:
    """Pages by chance until they hold so many plans: those plans, and the pages."""
    pages = sorted({plan["page"] for plan in plans if plan["key"] in ran})
    random.Random(seed).shuffle(pages)
    chosen: list[Json] = []
    names: list[str] = []
    for page in pages:
        if len(chosen) >= number:
            break
        names.append(page)
        chosen += [plan for plan in plans if plan["page"] == page and plan["key"] in ran]
    return chosen, names


def main() -> None:
    """Print a table of the three ways, and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version", nargs="?")
    parser.add_argument("--plans", type=int, default=20, help="plans that are run with a fresh process a sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("-n", type=int, dest="runners")
    parser.add_argument("--fresh", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fresh is not None:
        fresh_plans(given.fresh)
        return
    if given.version is None:
        parser.error("VERSION is missing")
    python = targets.prepare([given.version])[0].interpreter
    root = Path(sources.release(given.version).root)
    with tempfile.TemporaryDirectory(prefix="engine-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        wanted = Wanted(version=given.version, pages=tuple(given.page), runners=given.runners)
        # What is cached (docs, environments, extraction) is no part of the comparison.
        subprocess.run([*wanted.command(folder / "warm"), "--static"], cwd=folder, capture_output=True, check=False)
        whole, stages = run_harness(wanted, folder / "whole", "doc-harness check")
        seen = read_lines(folder / "whole" / "observations.jsonl")
        ran = {item["plan"] for item in seen if item["sample"]}
        plans = read_lines(folder / "whole" / "plans.jsonl")
        plans = [plan for plan in plans if not plan["experiment"] and not plan["services"]]
        chosen, pages = choose(plans, ran, given.plans, given.seed)
        some, _ = run_harness(
            dataclasses.replace(wanted, pages=tuple(pages)),
            folder / "some",
            f"doc-harness check, pages of {len(chosen)} plans",
        )
        slow = run_fresh(chosen, python, folder)
        sybil, told = run_sybil(folder / "whole", root, python, folder)
    print(table(HEAD, [figures.row() for figures in (whole, some, slow, sybil)]))
    print(table(("doc-harness check", ""), stages))
    print(table(("Sybil", ""), told))
    print(f"pages with {len(chosen)} plans, seed {given.seed}: {', '.join(pages)}")
    for other, ours in ((slow, some), (slow, whole), (sybil, whole)):
        a, b = other.seconds / max(other.samples, 1), ours.seconds / max(ours.samples, 1)
        print(f"seconds a sample: {other.name} / {ours.name}: {a:.3f} / {b:.3f} = {a / b:.1f}")


if __name__ == "__main__":
    main()
