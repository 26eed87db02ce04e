"""Which Redis commands a plan may send: those that stay within its database and its own connection.

What stands in no table here is refused, so that a command which a later server brings is no way out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from harness.services import _lua

#: Commands that act on keys of the selected database or on nothing.
DATA = frozenset(
    b"""
    DEL UNLINK EXISTS EXPIRE PEXPIRE EXPIREAT PEXPIREAT EXPIRETIME PEXPIRETIME TTL PTTL PERSIST KEYS SCAN RANDOMKEY
    RENAME RENAMENX TYPE DUMP RESTORE TOUCH OBJECT SORT SORT_RO DBSIZE FLUSHDB WAIT WAITAOF DELIFEQ
    APPEND DECR DECRBY GET GETDEL GETEX GETRANGE GETSET INCR INCRBY INCRBYFLOAT LCS MGET MSET MSETEX MSETNX PSETEX SET
    SETEX SETNX SETRANGE STRLEN SUBSTR BITCOUNT BITFIELD BITFIELD_RO BITOP BITPOS GETBIT SETBIT
    BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH LINDEX LINSERT LLEN LMOVE LMPOP LPOP LPOS LPUSH LPUSHX LRANGE LREM LSET LTRIM
    RPOP RPOPLPUSH RPUSH RPUSHX
    SADD SCARD SDIFF SDIFFSTORE SINTER SINTERCARD SINTERSTORE SISMEMBER SMEMBERS SMISMEMBER SMOVE SPOP SRANDMEMBER SREM
    SSCAN SUNION SUNIONSTORE
    HDEL HEXISTS HEXPIRE HEXPIREAT HEXPIRETIME HGET HGETALL HGETDEL HGETEX HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET
    HPERSIST HPEXPIRE HPEXPIREAT HPEXPIRETIME HPTTL HRANDFIELD HSCAN HSET HSETEX HSETNX HSTRLEN HTTL HVALS
    BZMPOP BZPOPMAX BZPOPMIN ZADD ZCARD ZCOUNT ZDIFF ZDIFFSTORE ZINCRBY ZINTER ZINTERCARD ZINTERSTORE ZLEXCOUNT ZMPOP
    ZMSCORE ZPOPMAX ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANGESTORE ZRANK ZREM ZREMRANGEBYLEX
    ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION ZUNIONSTORE
    GEOADD GEODIST GEOHASH GEOPOS GEORADIUS GEORADIUS_RO GEORADIUSBYMEMBER GEORADIUSBYMEMBER_RO GEOSEARCH
    GEOSEARCHSTORE PFADD PFCOUNT PFMERGE
    XACK XADD XAUTOCLAIM XCLAIM XDEL XGROUP XINFO XLEN XPENDING XRANGE XREAD XREADGROUP XREVRANGE XSETID XTRIM
    ECHO PING TIME LOLWUT
    """.split()
)

#: Of the connection, of transactions, and what a server tells of itself.
CONNECTION = frozenset(
    b"""
    MULTI EXEC DISCARD WATCH UNWATCH QUIT INFO COMMAND LASTSAVE ROLE READONLY READWRITE EVALSHA EVALSHA_RO PUBSUB
    UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE
    """.split()
)

#: Subcommands of commands whose others reach beyond the plan.
SUBCOMMANDS = {
    b"CLIENT": frozenset(
        b"""CACHING CAPA GETNAME GETREDIR HELP ID INFO MAINT_NOTIFICATIONS NO-EVICT NO-TOUCH REPLY SETINFO SETNAME
        TRACKINGINFO""".split()
    ),
    b"FUNCTION": frozenset(b"DUMP HELP LIST STATS".split()),
    b"MEMORY": frozenset(b"HELP STATS USAGE".split()),
    b"SCRIPT": frozenset(b"EXISTS HELP".split()),
}

#: How many leading arguments, the name among them, say whether a command may pass; None: all of them.
_LOOK: dict[bytes, int | None] = {
    **dict.fromkeys(SUBCOMMANDS, 2),
    b"SCRIPT": None,
    b"CLIENT": None,
    b"COPY": None,
    b"SELECT": None,
    b"HELLO": None,
    b"EVAL": 2,
    b"EVAL_RO": 2,
    b"PUBLISH": 2,
    b"SPUBLISH": 2,
    b"SUBSCRIBE": None,
    b"PSUBSCRIBE": None,
    b"SSUBSCRIBE": None,
}

_OTHERS = "a plan has a database of this server, not the server"


def look(name: bytes) -> int | None:
    """How many leading arguments `objection` needs of a command, None for all; `name` is in upper case."""
    return _LOOK.get(name, 1)


def objection(arguments: Sequence[bytes], database: int) -> str | None:
    """Why a plan that has `database` may not send the command, or None; `arguments` as far as `look` asks for them."""
    name = arguments[0].upper()
    if name in DATA or name in CONNECTION:
        return None
    if name in _RULES:
        return _RULES[name](arguments, database)
    if name in SUBCOMMANDS:
        return _subcommand(arguments, database)
    return _OTHERS


def _subcommand(arguments: Sequence[bytes], database: int) -> str | None:
    known = SUBCOMMANDS[arguments[0].upper()]
    return None if len(arguments) > 1 and arguments[1].upper() in known else _OTHERS


def _select(arguments: Sequence[bytes], database: int) -> str | None:
    return None if list(arguments[1:]) == [b"%d" % database] else f"this plan has database {database}"


def _copy(arguments: Sequence[bytes], database: int) -> str | None:
    options = [argument.upper() for argument in arguments[3:]]
    to = [value for option, value in itertools.pairwise(options) if option == b"DB"]
    return None if all(value == b"%d" % database for value in to) else f"this plan has database {database}"


def _hello(arguments: Sequence[bytes], database: int) -> str | None:
    return _auth(arguments, database) if b"AUTH" in (item.upper() for item in arguments[1:]) else None


def _auth(arguments: Sequence[bytes], database: int) -> str | None:
    return "no password is configured for the default user"


def _client(arguments: Sequence[bytes], database: int) -> str | None:
    words = [item.upper() for item in arguments[1:]]
    if words[:1] == [b"TRACKING"]:  # what it invalidates must not be told to another client
        return _OTHERS if b"REDIRECT" in words else None
    return _subcommand(arguments, database)


def _script(arguments: Sequence[bytes], database: int) -> str | None:
    if len(arguments) == 3 and arguments[1].upper() == b"LOAD":
        return _lua.objection(arguments[2], DATA)
    return _subcommand(arguments, database)


def _eval(arguments: Sequence[bytes], database: int) -> str | None:
    return _lua.objection(arguments[1], DATA) if len(arguments) > 1 else None


def _channels(arguments: Sequence[bytes], database: int) -> str | None:
    # Channels are the server's, not the database's; kombu sets its databases apart by the prefix "/NUMBER.".
    for channel in arguments[1:]:
        number, dot, _ = channel[1:].partition(b".")
        if channel[:1] == b"/" and dot and number.isdigit() and number != b"%d" % database:
            return f"channels of another database; this plan has database {database}"
    return None


def _patterns(arguments: Sequence[bytes], database: int) -> str | None:
    own = b"/%d." % database
    for pattern in arguments[1:]:
        if not pattern.startswith(own) and any(mark in pattern for mark in b"*?["):
            return f"patterns of channels that may be another's; this plan's begin with {own.decode()}"
    return _channels(arguments, database)


_RULES: dict[bytes, Callable[[Sequence[bytes], int], str | None]] = {
    b"AUTH": _auth,
    b"CLIENT": _client,
    b"COPY": _copy,
    b"EVAL": _eval,
    b"EVAL_RO": _eval,
    b"HELLO": _hello,
    b"PSUBSCRIBE": _patterns,
    b"PUBLISH": _channels,
    b"SCRIPT": _script,
    b"SELECT": _select,
    b"SPUBLISH": _channels,
    b"SSUBSCRIBE": _channels,
    b"SUBSCRIBE": _channels,
}
