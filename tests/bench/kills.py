"""What is left of a run that is ended at a random moment, and what the next one makes of it.

    python tests/bench/kills.py 5.7.0 --kills 50
    python tests/bench/kills.py 5.7.0 --kills 20 --signal INT --page 'userguide/*'
    python tests/bench/kills.py 5.7.0 --kills 10 --broker-dies --broker amqp://guest:guest@localhost//

KILL (`kill -9`): no process is left after five seconds; what was finished is kept, as it was observed; the run that
goes on to the end, after however many kills, tells the same as one that was never disturbed.  INT and TERM: the same,
and the run ends at once, with status 130 or 143 and without a file in the temporary folder.  With --broker-dies the
broker goes away in the middle instead (our own server is killed; one given by URL is cut off): the run ends by itself,
tells no erratum that an undisturbed run does not tell, and no verdict but "fault" changes.

Ends with 1 when anything of this was violated.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from _runs import Results, Wanted, finished, table
from _watched import Watch, below

#: Names of the processes of our own servers.
SERVERS = ("redis-server", "valkey-server")
#: Seconds that a run may take to end when it is asked to.
AT_ONCE = 3.0
#: Seconds that a run may take longer than an undisturbed one when its broker has died.
GRACE = 180.0
#: How a run may end on each signal; one that has not begun to listen dies of it, which a shell tells as 128 more.
STATUS = {"KILL": (-9,), "INT": (130, -2), "TERM": (143, -15)}


class Bench:
    """Runs in a folder of their own, and what was wrong with them."""

    def __init__(self, wanted: Wanted, folder: Path, seed: int) -> None:
        self.wanted, self.folder = wanted, folder
        self.random = random.Random(seed)
        self.rows: list[list[object]] = []
        self.wrong: list[str] = []
        self.reference, self.seconds = self._undisturbed()
        self.plans = len(finished(self.folder / "reference"))
        print(f"undisturbed: {self.seconds:.1f} s, {self.plans} plans, {len(self.reference.samples)} samples")

    def _undisturbed(self) -> tuple[Results, float]:
        watch = self.wanted.start(self.folder / "reference")
        watch.wait()
        report = watch.report()
        self._expect(report.status in (0, 1), f"an undisturbed run ends with {report.status}")
        self._expect(not report.left, f"an undisturbed run leaves {report.left}")
        self._expect(not self.leftovers(), f"an undisturbed run leaves {self.leftovers()}")
        return Results.of(self.folder / "reference"), report.seconds

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)
            print(f"VIOLATED: {otherwise}", flush=True)

    def leftovers(self) -> list[str]:
        """What stands in the folder of temporary files."""
        return sorted(path.name for path in (self.folder / "tmp").iterdir())

    def _compare(self, out: Path) -> None:
        results = Results.of(out)
        for place, before, after in self.reference.differences(results):
            self._expect(False, f"{out.name}: {place}: {before} became {after}")
        self._expect(results.errata == self.reference.errata, f"{out.name}: errata.json is another")

    # -- the run is ended -------------------------------------------------------------------------

    def kills(self, number: int, name: str) -> None:
        """End runs until it was done so often; each folder is gone on with until a run comes to its end."""
        folders = 0
        while len(self.rows) < number:
            out = self.folder / f"run-{folders}"
            folders += 1
            while not self._one(out, name, allowed=len(self.rows) < number):
                pass
            shutil.rmtree(out)
        self._expect(not self.leftovers(), f"the last run leaves {self.leftovers()}")

    def _one(self, out: Path, name: str, *, allowed: bool) -> bool:
        """Start or go on with a run, and end it; True when it has ended by itself."""
        before = finished(out)
        # What is left to do takes about that long: later moments would find the run ended.
        left = self.seconds * (1 - 0.8 * len(before) / max(self.plans, 1))
        moment = self.random.uniform(0.1, max(2.0, left)) if allowed else None
        watch = self.wanted.start(out)
        try:
            if watch.wait(moment):
                report = watch.report()
                self._expect(report.status in (0, 1), f"{out.name}: ends with {report.status}")
                self._expect(not report.left, f"{out.name}: leaves {report.left}")
                self._kept(out, before, finished(out))
                self._compare(out)
                return True
            asked = time.monotonic()
            watch.signal(getattr(signal, f"SIG{name}"), group=name == "INT")
            ended = watch.wait(30)
            took = time.monotonic() - asked
            self._expect(ended, f"{out.name}: does not end within 30 s of SIG{name}")
            left_over, lingered = watch.left()
            self._expect(not left_over, f"{out.name}: 5 s after SIG{name} there are {left_over}")
            if name != "KILL":
                status = watch.process.returncode
                self._expect(status in STATUS[name], f"{out.name}: SIG{name} ends it with {status}")
                self._expect(took < AT_ONCE, f"{out.name}: took {took:.1f} s to end on SIG{name}")
                self._expect(not self.leftovers(), f"{out.name}: SIG{name} leaves {self.leftovers()}")
        finally:
            watch.clear()
        after = finished(out)
        if whole := not (out / "asked.json").exists() and (out / "claims.jsonl").exists():
            self._compare(out)  # its reports were written: there is nothing left to go on with
        else:
            self._kept(out, before, after)
        self.rows.append(
            [
                len(self.rows) + 1,
                out.name,
                moment or 0.0,
                len(before),
                len(after),
                took,
                lingered,
                len(self.leftovers()),
            ]
        )
        print(table(HEAD, self.rows[-1:]).splitlines()[1], flush=True)
        return whole

    def _kept(self, out: Path, before: dict[tuple[str, str, str], str], after: dict[tuple[str, str, str], str]) -> None:
        lost = [turn for turn, digest in before.items() if after.get(turn) != digest]
        self._expect(not lost, f"{out.name}: {len(lost)} plans that were finished are lost or run again: {lost[:3]}")

    # -- the broker is ended ----------------------------------------------------------------------

    def broker_dies(self, number: int) -> None:
        """End the broker of runs, each in a folder of its own."""
        for count in range(number):
            out = self.folder / f"run-{count}"
            with self._mortal_broker() as (wanted, kill):
                watch = wanted.start(out)
                try:
                    self._without_broker(out, watch, kill)
                finally:
                    watch.clear()
            shutil.rmtree(out)

    @contextlib.contextmanager
    def _mortal_broker(self) -> Iterator[tuple[Wanted, Line | None]]:
        given = [broker for broker in self.wanted.brokers if "://" in broker]
        if not given:
            yield self.wanted, None
            return
        line = Line(given[0])
        brokers = tuple(line.url if broker == given[0] else broker for broker in self.wanted.brokers)
        wanted = replace(self.wanted, brokers=brokers)
        try:
            yield wanted, line
        finally:
            line.cut()

    def _without_broker(self, out: Path, watch: Watch, line: Line | None) -> None:
        begins = out / "observations"
        if watch.wait(60, until=begins.exists) or not begins.exists():
            self._expect(False, f"{out.name}: ended before it ran anything: {watch.process.returncode}")
            return
        moment = self.random.uniform(0.0, max(1.0, self.seconds - watch.seconds - 1.0))
        watch.wait(moment)
        at = watch.seconds
        if line is not None:
            line.cut()
        else:
            servers = [process.pid for process in below(watch.process.pid) if _is_server(process.pid)]
            self._expect(bool(servers) or bool(watch.ended), f"{out.name}: no server of ours runs at {at:.1f} s")
            for pid in servers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        ended = watch.wait(self.seconds + GRACE)
        self._expect(ended, f"{out.name}: does not end by itself")
        left, lingered = watch.left()
        self._expect(not left, f"{out.name}: leaves {left}")
        self._expect(not self.leftovers(), f"{out.name}: leaves {self.leftovers()}")
        status = watch.process.returncode if ended else None
        self._expect(status in (0, 1, 3), f"{out.name}: ends with {status}")
        faults = changed = 0
        if status in (0, 1):
            results = Results.of(out)
            faults = sum(line["verdict"] == "fault" for line in results.samples.values())
            new = results.ids - self.reference.ids
            self._expect(not new, f"{out.name}: tells {new} of docs whose broker died")
            for place, before, after in self.reference.differences(results):
                # What was not run is still held to the weaker checks.
                if before is None or after is None or after["verdict"] not in ("fault", before["verdict"]):
                    self._expect(False, f"{out.name}: {place}: {before} became {after}")
                    changed += 1
        if faults or status == 3:
            self._again(out)
        self.rows.append([len(self.rows) + 1, at, status, watch.seconds, faults, changed, lingered])
        print(table(BROKER_HEAD, self.rows[-1:]).splitlines()[1], flush=True)

    def _again(self, out: Path) -> None:
        """With a broker that lives the same folder comes to what an undisturbed run comes to."""
        watch = self.wanted.start(out)
        try:
            watch.wait()
            report = watch.report()
        finally:
            watch.clear()
        self._expect(report.status in (0, 1), f"{out.name}: ends with {report.status} once the broker is back")
        self._compare(out)


HEAD = ("#", "folder", "at s", "kept", "finished", "ended s", "gone s", "folders left")
BROKER_HEAD = ("#", "at s", "status", "seconds", "faults", "changed", "gone s")


def _is_server(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() in SERVERS
    except OSError:
        return False


class Line:
    """The way to a broker that can be cut: a port that leads to it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.target = (parts.hostname or "localhost", parts.port or {"amqp": 5672}.get(parts.scheme, 6379))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.open: list[socket.socket] = []
        port = self.listener.getsockname()[1]
        credentials, at, _ = parts.netloc.rpartition("@")
        self.url = parts._replace(netloc=f"{credentials}{at}127.0.0.1:{port}").geturl()
        self.whole = True
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while self.whole:
            try:
                caller, _ = self.listener.accept()
                server = socket.create_connection(self.target)
            except OSError:
                return
            self.open += [caller, server]
            for source, sink in ((caller, server), (server, caller)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Nobody gets through any more."""
        self.whole = False
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def main() -> None:
    """Print a line a kill, and the violations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--signal", choices=STATUS, default="KILL")
    parser.add_argument("--broker-dies", action="store_true")
    parser.add_argument("--broker", action="append", default=[])
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("-n", type=int, dest="runners")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-repair", action="store_true", help="runs without corrections: a third of the time")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # jobs of a shell's background ignore it, and hand that on
    wanted = Wanted(
        version=given.version,
        brokers=tuple(given.broker),
        pages=tuple(given.page),
        repair=not given.no_repair,
        runners=given.runners,
    )
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        bench = Bench(wanted, Path(folder), given.seed)
        if given.broker_dies:
            print(table(BROKER_HEAD, []))
            bench.broker_dies(given.kills)
        else:
            print(table(HEAD, []))
            bench.kills(given.kills, given.signal)
    how = "broker dies" if given.broker_dies else f"SIG{given.signal}"
    print(table(BROKER_HEAD if given.broker_dies else HEAD, bench.rows))
    print(f"{given.version}, {' '.join(given.broker) or 'redis'}: {how} {len(bench.rows)} times, seed {given.seed}: "
          f"{len(bench.wrong)} violations")  # fmt: skip
    sys.exit(1 if bench.wrong else 0)


if __name__ == "__main__":
    main()
