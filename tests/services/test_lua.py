"""Scripts for Redis: which a plan may run."""

from __future__ import annotations

import pytest
from valkey.lock import Lock

from harness.services._lua import objection
from harness.services._redis_commands import DATA

FINE = {
    "a lock released": Lock.LUA_RELEASE_SCRIPT,
    "a lock extended": Lock.LUA_EXTEND_SCRIPT,
    "a lock taken again": Lock.LUA_REACQUIRE_SCRIPT,
    "a call without parentheses": "return redis.call'dbsize'",
    "Valkey's name for it": "return server.call('get', KEYS[1])",
    "Lua's own select": "return select(2, 1, 2)",
    "a message that tells of a command": "return 'flushall'",
    "a comment that tells of one": "--[[ redis.call('flushall') ]] return 1",
    "a comment with levels": "--[==[ ]] redis.call('flushall') ]==] return 1",
    "a long string": "return [==[ redis.call('flushall') ]==]",
    "a key that is called so": "return redis.call('get', 'select')",
    "flags": "#!lua flags=no-writes\nreturn redis.call('get', 'k')",
    "a status": "return redis.status_reply('OK')",
    "tables and indexes": "local t = {[1]='a'}; return t[1] .. #ARGV",
    "spaces": "redis . call ( 'GET' , 'x' )",
    "nothing": "",
}

NOT = {
    "another database": "redis.call('select', 3)",
    "all databases": 'redis.pcall("FLUSHALL")',
    "over two lines": "redis.call(\n  'flushall'\n)",
    "a command put together": "redis.call('fl' .. 'ushall')",
    "a command from outside": "redis.call(ARGV[1])",
    "a command in a variable": "local c = 'flushall'; redis.call(c)",
    "letters by number": r"redis.call('\102lushall')",
    "the call under another name": "local c = redis.call; c('flushall')",
    "the table under another name": "local r = redis; r.call('flushall')",
    "the table by index": "redis['call']('flushall')",
    "the call as a value": "pcall(redis.call, 'flushall')",
    "all that is global": "_G['red' .. 'is'].call('flushall')",
    "the environment": "getfenv().redis.call('flushall')",
    "code from text": "loadstring(ARGV[1])()",
    "compiled code": "\x1bLua",
    "a string that does not end": "return 'x",
    "a long string that does not end": "return [[ x",
    "a comment that ends before": "--[==[ ]==] redis.call('flushall')",
    "a comment of one line that looks longer": "--[=x [\nredis.call('flushall') -- ]=]",
    "a string that goes on": "return 'a\\\nb', redis.call('flushall')",
    "a channel": "redis.call('publish', '/0.celery.pidbox', '')",
    "Valkey's name for it": "server.call('config', 'set', 'dir', '/')",
    "a long string as the command": "redis.call[[flushall]]",
}


@pytest.mark.parametrize("script", FINE.values(), ids=FINE)
def test_may_run(script):
    assert objection(script.encode(), DATA) is None


@pytest.mark.parametrize("script", NOT.values(), ids=NOT)
def test_may_not_run(script):
    assert objection(script.encode(), DATA)
