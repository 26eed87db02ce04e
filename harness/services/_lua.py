"""Lua scripts for Redis: what they call must be readable, and must be what a plan may call itself.

A script runs inside the server, where no guard sees its commands.  So every mention of `redis` (`server` in Valkey) has
to be a field of it, and a call has to name its command by a literal string; then the commands can be read off.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_TOKEN = re.compile(
    rb"""
      (?P<comment> --\[(?P<c>=*)\[ .*? \](?P=c)\] | --(?!\[=*\[) [^\n\r]* )
    | (?P<space>   \s+ )
    | (?P<long>    \[(?P<l>=*)\[ .*? \](?P=l)\] )
    | (?P<string>  "(?: \\. | [^"\\\n\r] )*" | '(?: \\. | [^'\\\n\r] )*' )
    | (?P<name>    [A-Za-z_][A-Za-z0-9_]* )
    | (?P<number>  [0-9][0-9A-Za-z_.]* )
    | (?P<mark>    \.\.\.? | [^"'\[] | \[(?!=*\[) )
    """,
    re.VERBOSE | re.DOTALL,
)

#: Tables that reach the server's commands.
_SERVER = frozenset({b"redis", b"server"})
_CALLS = frozenset({b"call", b"pcall"})
#: By which a script could reach those tables, or run code, without naming it.
_HIDING = frozenset(
    {b"_G", b"_ENV", b"getfenv", b"setfenv", b"load", b"loadstring", b"loadfile", b"dofile", b"require", b"debug"}
)


#: By which a script could run for ever, and nobody else be served.
_LOOPING = frozenset({b"while", b"repeat", b"goto", b"function"})


def objection(script: bytes, allowed: Collection[bytes]) -> str | None:
    """Why a plan may not run the script, or None; `allowed` are the commands, in upper case, that it may call."""
    tokens = _tokens(script)
    if tokens is None:
        return "a script that cannot be read"
    for number, (kind, text) in enumerate(tokens):
        if kind != "name":
            continue
        if text in _HIDING | _LOOPING:
            return f"a script with {text.decode()}"
        if text in _SERVER:
            after = [*tokens[number + 1 : number + 6], *[("mark", b"")] * 5]
            command = _command(after)
            if command is None:
                return f"a script that uses {text.decode()} in a way that cannot be read"
            if command and command.upper() not in allowed:
                return f"a script with {command.decode(errors='replace')}"
    return None


def _command(after: list[tuple[str, bytes]]) -> bytes | None:
    """The command that is called by what stands after `redis`; b"" when it is no call, None when nobody can say."""
    if after[0] != ("mark", b".") or after[1][0] != "name":
        return None
    if after[1][1] not in _CALLS:
        return b""
    if after[2] == ("mark", b"("):
        literal, end = after[3], after[4]
        if end not in (("mark", b","), ("mark", b")")):
            return None
    else:  # redis.call'name'
        literal = after[2]
    kind, text = literal
    return None if kind != "string" or b"\\" in text else text[1:-1]


def _tokens(script: bytes) -> list[tuple[str, bytes]] | None:
    """Tokens without comments and spaces; None for what is no text of Lua (compiled code, an open string)."""
    if b"\x1b" in script or b"\0" in script:
        return None
    if script.startswith(b"#!"):  # "#!lua flags=…", since Redis 7
        script = script.partition(b"\n")[2]
    found, place = [], 0
    while place < len(script):
        match = _TOKEN.match(script, place)
        if match is None:
            return None
        if match.lastgroup is None:
            return None
        kind = next(name for name in ("comment", "space", "long", "string", "name", "number", "mark") if match[name])
        if kind not in ("comment", "space"):
            found.append((kind, match[kind]))
        place = match.end()
    return found
