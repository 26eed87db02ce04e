"""Where the debugger begins to search for a port."""

from celery.contrib import rdb

expect("port", claimed["port"], rdb.DEFAULT_PORT, "a process of the pool adds its number")
