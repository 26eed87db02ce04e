"""Which commands of Redis the scripts of the result backend call, that it did not call before it had scripts."""

import inspect
import re

from celery.backends import redis
from docs_claims import otherwise

BEFORE = {"DEL", "EXPIRE", "GET", "LLEN", "RPUSH", "SET", "ZADD", "ZCOUNT"}

called = re.findall(r"redis\.call\('([A-Z]+)'", inspect.getsource(redis))
told = re.findall(r"[A-Z]+(?: [A-Z]+)?", claimed["commands"])
if not called:
    raise RuntimeError("the scripts call nothing")
missing = sorted(set(called) - BEFORE - set(told))
if missing:
    *most, last = [f"``{command}``" for command in (*told, *missing)]
    otherwise(
        f"the Lua scripts also call {' and '.join(missing)}, which the backend didn't use before",
        commands=f"{', '.join(most)} and {last}",
    )
