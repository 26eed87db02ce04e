"""What differs from run to run and from machine to machine: typed holes in texts and displays."""

from __future__ import annotations

import re

#: Kinds of volatile text, the more telling first: where two match, the first is taken.
KINDS: tuple[tuple[str, str], ...] = (
    ("uuid", r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])"),
    ("address", r"\b0x[0-9a-fA-F]+\b"),
    ("timestamp", r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|\s?[+-]\d\d:?\d\d)?(?!\w)"),
    ("date", r"\b\d{4}-\d\d-\d\d\b"),
    ("time", r"(?<![\d:])\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b"),
    ("url", r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>,)\]}]+"),
    ("node", r"(?<![\w@.-])[\w.%-]+@\w(?:[\w.-]*\w)?"),
    (
        "host",
        r"(?<![\w@.-])[a-zA-Z][\w-]*(?:\.[\w-]+)*\.(?:com|org|net|local|localdomain|internal|example|lan)\b(?!\.\w)",
    ),
    ("ip", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.])"),
    ("path", r"(?<![\w/.:*])(?:~|\.{1,2})?/(?:[\w.@+-]+/)*[\w.@+-]+"),
    ("duration", r"(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?\s?(?:seconds?|secs?|milliseconds?|minutes?|hours?|ms|s)\b"),
    ("version", r"(?<![\w.])v?\d+\.\d+(?:\.\d+)+(?:[a-z]+\d*)?(?:\s\([a-z][\w -]*\))?(?![\w.])"),
    ("pid", r"(?i:(?<=pid[ :=])|(?<=pid: )|(?<=pid=)|(?<=process ))\d+\b"),
)
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS))
_MASK = "\x00{}\x00"

#: Parts of names of values that a clock, a machine or what happened before decides.
WORDS = frozenset(
    {
        "active", "address", "avg", "children", "clock", "count", "counter", "cpu", "date", "delivery",
        "discard", "done", "duration", "elapsed", "eta", "expires", "failed", "graph", "host", "hostname", "id",
        "ident", "identity", "index", "ip", "len", "length", "load", "maxrss", "mem", "memory", "now",
        "number", "parent_id", "pid", "pids", "ping", "port", "ppid", "priority", "proc", "processes", "purge",
        "queue", "queues", "random", "ready", "received", "registered", "reserved", "revoked", "root_id", "rss",
        "runtime", "rusage", "scheduled", "seconds", "seq", "sequence", "size", "sizes", "started", "state",
        "stats", "status", "stime", "successful", "tag", "time", "timeout", "timestamp", "today", "total",
        "totals", "traceback", "transport", "uptime", "user", "userid", "utime", "uuid", "version",
    }
)  # fmt: skip


def words_of(name: str) -> frozenset[str]:
    """The words of an identifier: "worker_pid", "max-concurrency", "taskId"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return frozenset(word for word in re.split(r"[\W_]+", spaced.lower()) if word)


def named(name: str) -> bool:
    """Whether a value of this name is volatile."""
    return bool(words_of(name) & WORDS)


def masked(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with holes where it is volatile, and the kinds of the holes."""
    kinds: list[str] = []

    def hole(match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        kinds.append(kind)
        return _MASK.format(kind)

    return _ANY.sub(hole, text), tuple(kinds)


def stable(text: str) -> str:
    """The text as it would be on any machine: typed holes in words."""
    return _ANY.sub(lambda match: "0x..." if match.lastgroup == "address" else f"<{match.lastgroup}>", text)


def kind_of(text: str) -> str:
    """The kind of volatile value that the whole text is, "" when it is none."""
    match = _ANY.fullmatch(text.strip())
    return (match.lastgroup or "") if match else ""


def is_node(text: str) -> bool:
    """Whether the text names a worker or its host."""
    return kind_of(text) in ("node", "host", "ip")
