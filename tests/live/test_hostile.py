"""Hostile samples: each is contained, the others keep their verdicts, and nothing is left of them.

The samples stand in tests/pages/hostile/, one a section.  All of them are run in one `doc-harness check` a release and
broker, between pages that are good: the witnesses.  What is asserted is read from the reports of that run, from those
of a run of the witnesses alone, and from what a process saw that watched the run from outside.

Without namespaces (a kernel that does not let us make any) a sample reaches what its user reaches: what stands under
"needs: namespaces" is not asserted there.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import valkey
from filelock import FileLock

from harness import caches, targets
from harness.services import redis

pytestmark = [
    pytest.mark.live,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="what is watched from outside is watched with /proc"),
]

PAGES = Path(__file__).parent.parent / "pages" / "hostile"
WATCHED = Path(__file__).parent.parent / "bench" / "_watched.py"
#: What stands below a hostile sample in the same session.
WITNESS = re.compile(r">>> (add\.delay\(1, 2\)|1 \+ 1)")
GIGABYTE = 1 << 30
#: Folders of the machine that anybody may write to.
COMMON = ("/", "/tmp", "/var/tmp", "/dev/shm", "/etc")


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One hostile sample: its blocks as (line, is a witness)."""

    page: str
    title: str
    ends: tuple[str, ...]
    tasks: tuple[str, ...]
    namespaces: bool
    blocks: tuple[tuple[int, bool], ...]

    @property
    def id(self) -> str:
        return f"{self.page}: {self.title}"


def sections(page: str) -> list[Section]:
    """The sections of a hostile page."""
    lines = (PAGES / f"{page}.rst").read_text(encoding="utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("---") and set(line) == {"-"}]
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
        own = range(start + 1, end - 1)
        told = dict(line[3:].split(": ", 1) for line in (lines[n] for n in own) if re.match(r"\.\. \w+: ", line))
        # Line numbers of the docs are 1-based: the sample begins two lines below its directive.
        blocks = [number + 3 for number in own if lines[number].startswith(".. code-block::")]
        found.append(
            Section(
                page=page,
                title=lines[start - 1],
                ends=tuple(told["ends"].split(", ")),
                tasks=tuple(told["tasks"].split(", ")) if "tasks" in told else (),
                namespaces=told.get("needs") == "namespaces",
                blocks=tuple((line, bool(WITNESS.match(lines[line - 1].strip()))) for line in blocks),
            )
        )
    return found


COMMON_PAGES = ("network", "outside", "processes", "resources", "session", "worker")

#: Broker → (what `--broker` gets, hostile pages).
BROKERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "redis": ("redis", (*COMMON_PAGES, "redis")),
    "redis-url": ("", ("redis",)),
    "theirs-redis": (os.environ.get("DOC_HARNESS_TEST_REDIS", ""), (*COMMON_PAGES, "redis")),
    "theirs-rabbitmq": (os.environ.get("DOC_HARNESS_TEST_RABBITMQ", ""), (*COMMON_PAGES, "amqp")),
}

RELEASES = os.environ.get("DOC_HARNESS_TEST_RELEASES", "").split() or [""]

#: (release, broker); the release "" is the newest.
RUNS = [(release, broker) for release in RELEASES for broker in BROKERS]


@functools.cache
def namespaces() -> bool:
    """Whether this kernel lets a program make namespaces, as another program finds."""
    unshare = ["unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--mount", "true"]
    try:
        return subprocess.run(unshare, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# -- one run ----------------------------------------------------------------------------------------------------------


class Ears:
    """Services of the machine that no sample may reach: they count who calls."""

    def __init__(self, elsewhere: Path, token: str) -> None:
        self.token = token
        self.calls: Counter[str] = Counter()
        self.ears: list[socket.socket] = []
        self.address = _address()
        self.stream = self._listen("stream", socket.AF_INET, socket.SOCK_STREAM, ("", 0))
        self.datagram = self._listen("datagram", socket.AF_INET, socket.SOCK_DGRAM, ("", 0))
        self._listen("path", socket.AF_UNIX, socket.SOCK_STREAM, str(elsewhere / "socket"))
        self._listen("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{token}")

    def _listen(self, name: str, family: int, kind: int, where: Any) -> int:
        ear = socket.socket(family, kind)
        ear.bind(where)
        if kind == socket.SOCK_STREAM:
            ear.listen(64)
        self.ears.append(ear)
        threading.Thread(target=self._count, args=(name, ear), daemon=True).start()
        return int(ear.getsockname()[1]) if family == socket.AF_INET else 0

    def _count(self, name: str, ear: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while ear in self.ears:
                if ear.type == socket.SOCK_STREAM:
                    ear.accept()[0].close()
                    self.calls[name] += ear in self.ears
                elif self.token.encode() in ear.recvfrom(4096)[0]:
                    self.calls[name] += 1

    def close(self) -> None:
        """Hear no more."""
        while self.ears:
            ear = self.ears.pop()
            with contextlib.suppress(OSError):
                ear.shutdown(socket.SHUT_RDWR)  # wakes who waits there
            ear.close()


def _address() -> str:
    """An address of this machine that is not its loopback's, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing
        return str(probe.getsockname()[0])
    return "127.0.0.1"


@contextlib.contextmanager
def server_of_ours(folder: Path) -> Iterator[str]:
    """A Redis server that is nobody else's, as a user's own: URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir()
    command = [str(redis.program()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


class Sentinel:
    """Something of somebody else's on the broker, which has to be there afterwards."""

    def __init__(self, broker: str, token: str) -> None:
        self.broker, self.token = broker, token
        self.settings: dict[str, str] = {}

    def put(self) -> None:
        if self.broker.startswith("amqp"):
            with self._channel() as channel:
                channel.queue_declare(self.token, durable=True, auto_delete=False)
                self._publish(channel)
        elif self.broker.startswith("redis:"):
            client = self._redis()
            client.set(self.token, "theirs")
            self.settings = client.config_get("*")

    def is_there(self) -> bool:
        """Whether it is as it was; takes it away."""
        if self.broker.startswith("amqp"):
            with self._channel() as channel:
                message = channel.basic_get(self.token)
                channel.queue_delete(self.token)
                return message is not None
        if self.broker.startswith("redis:"):
            try:
                client = self._redis()
                role = client.info("replication")["role"]
                return client.config_get("*") == self.settings and role == "master" and bool(client.delete(self.token))
            except valkey.ValkeyError:
                return False  # it does not take its user any more
        return True

    def _redis(self) -> Any:
        # The last database: the harness takes those that it finds empty, and not this one.
        client = valkey.Valkey.from_url(self.broker, decode_responses=True, socket_timeout=20, retry=None)
        deadline = time.monotonic() + 10
        while True:
            try:
                last = int(client.config_get("databases")["databases"]) - 1
                break
            except valkey.ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        return valkey.Valkey.from_url(self.broker, db=last, decode_responses=True, socket_timeout=20)

    def _channel(self) -> Any:
        amqp = pytest.importorskip("amqp", reason="the sentinel on RabbitMQ needs py-amqp")
        url = urlsplit(self.broker)
        connection = amqp.Connection(
            f"{url.hostname}:{url.port or 5672}", url.username or "guest", url.password or "guest"
        )
        connection.connect()
        return contextlib.closing(connection.channel())

    def _publish(self, channel: Any) -> None:
        amqp = pytest.importorskip("amqp")
        channel.basic_publish(amqp.Message("theirs"), routing_key=self.token)


def snapshot(*folders: Path) -> dict[str, tuple[int, bytes]]:
    """What stands in the folders: path → (mode, content)."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            found[str(path)] = (path.lstat().st_mode, content)
    return found


def prepare(base: Path, broker: str, token: str, ears: Ears) -> None:
    """Make the docs: hostile pages with what they ask for filled in, and witnesses before, between and after them."""
    words = {
        "HOME": base / "home",
        "CWD": base / "cwd",
        "ELSEWHERE": base / "elsewhere",
        "REPORTS": base / "hostile",
        "TOKEN": token,
        "PIDS": str(Path("/proc/self/ns/pid").readlink()),
        "MOUNTS": str(Path("/proc/self/ns/mnt").readlink()),
        "ADDRESS": ears.address,
        "TCP": ears.stream,
        "UDP": ears.datagram,
    }
    witness = (PAGES / "witness.rst").read_text(encoding="utf-8")
    for tree, pages in (("docs-calm", ()), ("docs-hostile", BROKERS[broker][1])):
        docs = base / tree / "docs"
        docs.mkdir(parents=True)
        for page in pages:
            text = (PAGES / f"{page}.rst").read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(f"@{word}@", str(value))
            (docs / f"{page}.rst").write_text(text, encoding="utf-8")
        for place in ("a", "q", "z"):
            (docs / f"{place}_witness.rst").write_text(witness, encoding="utf-8")


def check(base: Path, tree: str, out: str, release: str, broker: str, token: str) -> None:
    """Run `doc-harness check`, watched."""
    environ = {
        **os.environ,
        "HOME": str(base / "home"),
        "TMPDIR": str(base / "tmp"),
        "DOC_HARNESS_CACHE": str(caches.cache_dir()),
        "CREDENTIAL": f"secret-{token}",
    }
    subprocess.run(
        [
            sys.executable, str(WATCHED), "--limit", "400", str(base / f"{out}.json"),
            sys.executable, "-m", "harness", "check", "--docs", str(base / tree), "--celery", release,
            "--broker", broker, "--out", str(base / out), "--no-repair",
            # Hostile samples take what they get: witnesses are to be disturbed by them, and not by a lack of cores.
            "-n", "2",
        ],
        cwd=base / "cwd",
        env=environ,
        check=True,
    )  # fmt: skip


def make(base: Path, release: str, broker: str) -> None:
    """Run the witnesses alone and among the hostile pages; what is asserted goes to files of `base`."""
    token = f"hostile-{secrets.token_hex(8)}"
    for name in ("home/.ssh", "cwd", "elsewhere", "tmp"):
        (base / name).mkdir(parents=True)
    (base / "home" / ".ssh" / "id").write_text("private")
    (base / "elsewhere" / "secret").write_text(f"secret-{token}")
    ears = Ears(base / "elsewhere", token)
    prepare(base, broker, token, ears)
    (package,) = Path(targets.prepare([release])[0].interpreter).parent.parent.glob("lib/python*/site-packages/celery")
    watched = [base / "home", base / "cwd", base / "elsewhere"]
    before = snapshot(*watched)
    with contextlib.ExitStack() as stack:
        stack.callback(ears.close)
        url = BROKERS[broker][0] or stack.enter_context(server_of_ours(base / "server"))
        sentinel = Sentinel(url, token)
        sentinel.put()
        check(base, "docs-calm", "calm", release, url, token)
        check(base, "docs-hostile", "hostile", release, url, token)
        there = sentinel.is_there()
    after = snapshot(*watched)
    strays = [str(path) for path in (base / "tmp").iterdir()]
    for folder in (*map(Path, COMMON), package):
        for path in folder.glob(f"{token}*"):
            strays.append(str(path))
            path.unlink()
    seen = {
        "base": str(base),
        "token": token,
        "strays": strays,
        "changed": sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)),
        "calls": dict(ears.calls),
        "sentinel": there,
    }
    (base / "seen.json").write_text(json.dumps(seen), encoding="utf-8")


def keep(base: Path, root: Path) -> None:
    """Move what is asserted to a folder that pytest removes; remove the rest, even where a sample has forbidden it."""
    for path in base.iterdir():
        if path.suffix in (".json", ".log") or path.name in ("calm", "hostile"):
            shutil.move(path, root / path.name)
    if shutil.which("chattr"):
        subprocess.run(["chattr", "-R", "-f", "-i", str(base / "tmp")], check=False, capture_output=True)
    # A tree can be too deep for what Python has.
    subprocess.run(["rm", "-rf", str(base)], check=False, capture_output=True)


class Seen:
    """What a run came to."""

    def __init__(self, base: Path) -> None:
        told = json.loads((base / "seen.json").read_text(encoding="utf-8"))
        self.base, self.made = base, told["base"]
        self.token: str = told["token"]
        self.strays: list[str] = told["strays"]
        self.changed: list[str] = told["changed"]
        self.calls: dict[str, int] = told["calls"]
        self.sentinel: bool = told["sentinel"]
        self.report = json.loads((base / "hostile.json").read_text(encoding="utf-8"))
        self.calm_report = json.loads((base / "calm.json").read_text(encoding="utf-8"))
        self.outcomes = self._outcomes("hostile")
        self.calm = self._outcomes("calm")
        self.keys = {
            (page["file"], sample["lines"][0]): sample["key"]
            for page in _lines(base / "hostile" / "pages.jsonl")
            for sample in page["samples"]
        }
        self.observations: dict[str, list[dict[str, Any]]] = {}
        for item in _lines(base / "hostile" / "observations.jsonl"):
            if item["sample"]:
                self.observations.setdefault(item["sample"], []).append(item)

    def _outcomes(self, out: str) -> dict[tuple[str, int], dict[str, Any]]:
        path = self.base / out / "samples.jsonl"
        return {(line["file"], line["line"]): line for line in _lines(path)} if path.exists() else {}

    def errata(self, out: str) -> list[dict[str, Any]]:
        errata: list[dict[str, Any]] = json.loads((self.base / out / "errata.json").read_text("utf-8"))["errata"]
        return errata

    def of(self, page: str, line: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The outcome of a sample, and what was observed of it."""
        place = (f"docs/{page}.rst", line)
        return self.outcomes[place], self.observations.get(self.keys[place], [])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# -- what is asserted -------------------------------------------------------------------------------------------------


@functools.cache
def load(root: Path, release: str, broker: str) -> Seen:
    """What a run came to; it is made by the first of several pytest processes that asks."""
    with FileLock(f"{root}.lock"):
        if not root.exists():
            # Paths of sockets are short by law: not below pytest's folder.
            base = Path(tempfile.mkdtemp(prefix="dh-"))
            root.mkdir()
            try:
                make(base, release or list(targets.listed().values())[-1], broker)
            except Exception:
                (root / "failed.log").write_text(traceback.format_exc(), encoding="utf-8")
            finally:
                keep(base, root)
    if not (root / "seen.json").exists():
        raise RuntimeError((root / "failed.log").read_text(encoding="utf-8"))
    return Seen(root)


@pytest.fixture
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    release, broker = request.param
    if broker.startswith("theirs") and not BROKERS[broker][0]:
        pytest.skip(f"DOC_HARNESS_TEST_{broker.partition('-')[2].upper()} names no server")
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    return load(root / f"hostile-{release or 'newest'}-{broker}", release, broker)


each_run = pytest.mark.parametrize("seen", RUNS, ids=[f"{r or 'newest'}-{b}" for r, b in RUNS], indirect=True)

each_section = pytest.mark.parametrize(
    ("seen", "section"),
    [
        pytest.param((release, broker), section, id=f"{release or 'newest'}-{broker}-{section.id}")
        for release, broker in RUNS
        for page in BROKERS[broker][1]
        for section in sections(page)
    ],
    indirect=["seen"],
)


def ending(observations: list[dict[str, Any]]) -> str:
    """How a sample ended: as the first of its steps that did not end well."""
    for item in observations:
        if item["status"] == "raised":
            return f"raised {item['raised']['type']}"
        if item["status"] != "done":
            return str(item["status"])
    return "done" if observations else "none"


def allowed(end: str, ends: tuple[str, ...]) -> bool:
    """Whether a sample may end so; an exception may be of a subclass, or of a package."""
    for item in ends:
        if end == item or (end.startswith("raised") and item == "raised"):
            return True
        if end.startswith("raised ") and item.startswith("raised "):
            name, wanted = end.removeprefix("raised "), item.removeprefix("raised ")
            kinds = [getattr(builtins, name.rpartition(".")[2], None), getattr(builtins, wanted, None)]
            if name.startswith(f"{wanted}.") or (name == "socket.gaierror" and wanted == "OSError"):
                return True
            if all(isinstance(kind, type) for kind in kinds) and issubclass(kinds[0], kinds[1]):
                return True
    return False


@each_section
def test_a_hostile_sample_is_contained(seen: Seen, section: Section):
    if section.namespaces and not namespaces():
        pytest.skip("this kernel lets nobody make namespaces")
    ended = "none"
    for line, witness in section.blocks:
        outcome, observations = seen.of(section.page, line)
        if witness:
            if ended != "fault":
                assert outcome["verdict"] == "holds"
                assert outcome["reason"] in ("", "client-restarted", "1 output as values")
            continue
        assert outcome["verdict"] != "fails"
        if (end := ending(observations)) != "done" or ended == "none":
            ended = end
        states = [sent["state"] for item in observations for sent in item["sent"]]
        if section.tasks and states:
            assert set(states) <= set(section.tasks)
    assert allowed(ended, section.ends), observations[-1:]


@each_run
def test_the_run_ends_by_itself(seen: Seen):
    assert (seen.calm_report["status"], seen.report["status"]) == (1, 1), (seen.base / "hostile.log").read_text()


@each_run
def test_witnesses_keep_their_verdicts(seen: Seen):
    assert {line["verdict"] for line in seen.calm.values()} == {"holds", "fails", "undecided"}
    among = {place: line for place, line in seen.outcomes.items() if place in seen.calm}
    told = ("check", "verdict", "reason")
    assert {place: [line[name] for name in told] for place, line in among.items()} == {
        place: [line[name] for name in told] for place, line in seen.calm.items()
    }


@each_run
def test_no_erratum_comes_of_a_hostile_sample(seen: Seen):
    assert seen.errata("hostile") == seen.errata("calm")


@each_run
def test_no_process_is_left(seen: Seen):
    assert not seen.report["left"]


@each_run
def test_no_file_is_left(seen: Seen):
    assert not seen.changed
    assert not [path for path in seen.strays if namespaces() or path.startswith(seen.made)]


@each_run
def test_nobody_is_called(seen: Seen):
    if not namespaces():
        pytest.skip("this kernel lets nobody make namespaces")
    assert not seen.calls


@each_run
def test_what_others_have_on_the_broker_is_theirs(seen: Seen):
    assert seen.sentinel


@each_run
def test_memory_disk_and_processes_stay_bounded(seen: Seen):
    report = seen.report
    assert report["memory"] < 6 * GIGABYTE
    assert report["disk"] < GIGABYTE
    assert report["shared"] < 1.5 * GIGABYTE
    assert report["processes"] < 2500


@each_run
def test_reports_stay_small_and_tell_no_secret(seen: Seen):
    for path in (seen.base / "hostile").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert len(content) < 20 << 20, path
            assert f"secret-{seen.token}".encode() not in content, path
    for items in seen.observations.values():
        for item in items:
            assert len(json.dumps(item)) < 2 << 20, item["source"]


def test_there_are_enough_of_them():
    every = [section for page in (*COMMON_PAGES, "redis", "amqp") for section in sections(page)]
    assert len(every) >= 100
    assert len({section.id for section in every}) == len(every)
