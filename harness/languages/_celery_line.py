"""One `celery …` command line: whether it can be run as it stands, and what it needs.

All functions take the words behind `celery`.  A command line names in its own way what it needs of the reader's:
files, modules, services, workers; whoever plans the story knows whether they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.shell_words import Word

#: Options before the sub-command that take a value.
GLOBAL_OPTIONS = frozenset({"-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir"})
#: Options that name a server.
SERVERS = ("-b", "--broker", "--result-backend")
#: Options after which a command does nothing but tell of itself.
TELLING = frozenset({"--help", "--version"})

#: Sub-commands that speak to workers, or send them work.
REMOTE = frozenset({"inspect", "control", "status", "call"})
STAYING = frozenset({"worker", "beat", "events", "multi"})
KNOWN = REMOTE | STAYING | {"amqp", "graph", "help", "list", "logtool", "migrate", "purge", "report", "upgrade"}
#: What only asks, and waits for an answer.
ASKING = frozenset({"shell"})

#: Kinds of brokers and result stores that are no server, or one that every plan has anyway.
SERVERLESS = frozenset({"memory", "cache+memory", "filesystem", "file", "rpc", "disabled"})
SERVICES = {"redis": "redis", "rediss": "redis", "amqp": "rabbitmq", "amqps": "rabbitmq", "pyamqp": "rabbitmq",
            "db+sqlite": "sqlite", "sqla+sqlite": "sqlite", "db+postgresql": "postgresql"}  # fmt: skip
URL = re.compile(r"([A-Za-z][\w+]*)://")

#: What a reader replaces, whatever the case: the id of a task or process, "your…", "path/to/…".
STANDS_FOR = re.compile(r"(?:.*[_-])?(?:task)?(?:id|uuid|pid)(?:\d+|n)?|your.*|.*\bpath[./]to\b.*", re.I)
CAPITALS = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
#: Words that are written in capitals and mean themselves.
MEANT = re.compile(
    r"DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL|NOTSET|UTC|SIG[A-Z]+|ABRT|ALRM|CHLD|CONT|HUP|INT|KILL|QUIT|STOP|TERM|TSTP"
)

#: Where `celery multi` keeps what it writes, unless it is told otherwise.
MULTI_FILES = {("--pidfile", "-p"): "/var/run/celery", ("--logfile", "-f"): "/var/log/celery"}
LEADS_OUT = re.compile(r"/(?!/)|~|(?:.*/)?\.\.(?:/|$)|[A-Za-z]:[\\/]")
ANYBODYS = frozenset({"/dev/null", "/dev/stdout", "/dev/stderr"})


def subcommand(arguments: Sequence[Word]) -> str:
    """The sub-command, "" when there is none."""
    return next((word.text for word in _behind_options(arguments)), "")


def reason(arguments: Sequence[Word]) -> str:
    """Why the line cannot be run as it stands: a typed reason, "" when it can."""
    if any(word.role == "placeholder" or _is_placeholder(word.text) for word in arguments):
        return "placeholder"
    if any(word.role == "expansion" for word in arguments):
        return "needs-shell: expansion"
    if any("\n" in word.text for word in arguments):
        return "quoting"  # it was closed by chance, by what stands below
    name = subcommand(arguments)
    telling = any(word.text in TELLING for word in arguments)
    if name in ASKING and not telling:
        return "interactive"
    if name == "result" and not telling:
        return "placeholder"  # the id is that of a task of somebody else's
    if name and name not in KNOWN | ASKING | {"result"}:
        return f"other-program: celery {name}"
    return "" if telling else _of_servers(arguments) or _of_command(name, arguments) or _of_paths(arguments)


def needs_worker(arguments: Sequence[Word]) -> bool:
    """Whether the line says nothing, or loses its work, without a worker."""
    if any(word.text in TELLING for word in arguments):
        return False
    name = subcommand(arguments)
    rest = [word.text for word in _behind_options(arguments)][1:]
    asks_for_nodes = "workers" in rest and not any(word.startswith("nodes:") for word in rest)
    return name in REMOTE or (name == "graph" and asks_for_nodes)


def nodes(arguments: Sequence[Word]) -> tuple[str, ...]:
    """Names of workers that the line speaks to, as Celery takes them: what is named is not completed."""
    if subcommand(arguments) not in REMOTE:
        return ()
    given = value(arguments, "-d", "--destination") or ""
    names = (name.strip() for name in given.split(","))
    return tuple(dict.fromkeys(name for name in names if re.fullmatch(r"[\w.@-]+", name)))


def modules(arguments: Sequence[Word]) -> tuple[str, ...]:
    """Modules that the line has Celery import: the application's, a camera's, a scheduler's, …"""
    name = subcommand(arguments)
    given = [value(arguments, "-A", "--app"), value(arguments, "--loader"), value(arguments, "--config")]
    if name == "events":
        given.append(_of_object(value(arguments, "-c", "--camera")))
    if name in ("beat", "worker"):
        given.append(_of_object(value(arguments, *(("-S",) if name == "beat" else ()), "--scheduler")))
    if name == "worker":
        given += (value(arguments, "-I", "--include") or "").split(",")
    found = ((module or "").partition(":")[0].strip() for module in given)
    return tuple(dict.fromkeys(module for module in found if re.fullmatch(r"[A-Za-z_][\w.]*", module)))


def services(arguments: Sequence[Word]) -> tuple[str, ...]:
    """Services that the line asks for by an option: a pool of green threads."""
    pool = value(arguments, "-P", "--pool") if subcommand(arguments) in ("worker", "multi") else None
    return (pool,) if pool in ("eventlet", "gevent") else ()


def file(arguments: Sequence[Word]) -> str:
    """The file that the line reads, "" when it reads none."""
    name = subcommand(arguments)
    rest = [word.text for word in _behind_options(arguments)][1:]
    names = [word for word in rest if not word.startswith("-")]
    if name in ("upgrade", "logtool") and len(names) > 1 and not any(word.text in TELLING for word in arguments):
        return names[1]
    return value(arguments, "--workdir") or ""


def value(arguments: Sequence[Word], *names: str) -> str | None:
    """What an option is given, the last time it is given; None when it is not."""
    found = None
    words = [word.text for word in arguments]
    for word, following in zip(words, [*words[1:], ""], strict=False):
        for option in names:
            if word == option:
                found = following
            elif option.startswith("--") and word.startswith(option + "="):
                found = word[len(option) + 1 :]
            elif not option.startswith("--") and word.startswith(option) and not word.startswith("--"):
                found = word[len(option) :].removeprefix("=")
    return found


def outside(path: str) -> bool:
    """Whether a path leads out of the directory in which the line is entered."""
    return path not in ANYBODYS and LEADS_OUT.match(path) is not None


def _behind_options(arguments: Sequence[Word]) -> Iterator[Word]:
    """The sub-command and what follows it."""
    words = iter(arguments)
    for word in words:
        if word.text in GLOBAL_OPTIONS:
            next(words, None)
        elif not word.text.startswith("-"):
            yield word
            break
    yield from words


def _is_placeholder(text: str) -> bool:
    part = text.rpartition("=")[2] if text.startswith("-") else text
    if STANDS_FOR.fullmatch(part):
        return True
    return len(part) > 2 and bool(CAPITALS.fullmatch(part)) and not MEANT.fullmatch(part)


def _of_servers(arguments: Sequence[Word]) -> str:
    """Which server the line wants instead of the plan's own."""
    given = [value(arguments, option) or "" for option in SERVERS]
    if subcommand(arguments) == "migrate":
        given += [word.text for word in arguments]
    return of_urls(given)


def of_urls(given: Sequence[str]) -> str:
    """Which servers URLs want, as a typed reason; "" when they want none."""
    kinds = dict.fromkeys(match[1] for text in given if (match := URL.match(text)))
    wanted = dict.fromkeys(SERVICES.get(kind, kind) for kind in kinds if kind not in SERVERLESS)
    return "needs-service: " + ", ".join(wanted) if wanted else ""


def _of_command(name: str, arguments: Sequence[Word]) -> str:
    words = [word.text for word in arguments]
    below = [word.text for word in _behind_options(arguments)][1:]
    names = [word for word in below if not word.startswith("-")]
    if name == "purge" and not {"-f", "--force"} & set(words):
        return "interactive"
    if name == "amqp" and names[:1] in ([], ["repl"], ["shell"]):
        return "interactive"
    if name == "events" and not _has(words, "-d", "--dump", "-c", "--camera"):
        return "interactive"  # draws on the terminal
    if name == "multi" and names[:1] not in ([], ["help"]):
        for options, default in MULTI_FILES.items():
            if not _has([word.partition(":")[0] for word in words], *options):
                return f"needs-files: {default}"
    for option in ("--uid", "--gid"):
        if wanted := value(arguments, option):
            return f"needs-user: {wanted}"
    return ""


def _has(words: Sequence[str], *options: str) -> bool:
    return any(word.partition("=")[0] in options for word in words)


def _of_paths(arguments: Sequence[Word]) -> str:
    for word in arguments:
        text = word.text
        attached = re.match(r"-[A-Za-z](?=[/~.])", text)
        path = text.partition("=")[2] if text.startswith("--") else text[2:] if attached else text
        if outside(path):
            return f"needs-files: {path}"
    return ""


def _of_object(name: str | None) -> str | None:
    """The module of an object: "a.b:c" and "a.b.c" are in a.b."""
    if name is None or ":" in name:
        return name
    return name.rpartition(".")[0]
