"""Which module the compression gzip needs."""

import importlib
import sys

import kombu.compression
from docs_claims import otherwise


def works_without(module):
    """Whether Kombu compresses with gzip where there is no such module."""
    there = sys.modules.pop(module, None)
    sys.modules[module] = None
    try:
        compression = importlib.reload(kombu.compression)
        body, content_type = compression.compress(b"text", "gzip")
        return compression.decompress(body, content_type) == b"text"
    except (ImportError, KeyError):
        return False
    finally:
        del sys.modules[module]
        if there is not None:
            sys.modules[module] = there


if works_without("zlib"):
    raise RuntimeError("it needs another module")
if claimed["module"] != "zlib" and works_without(claimed["module"]):
    otherwise(
        f"the gzip compression of Kombu is that of zlib: it needs the module zlib, and no module {claimed['module']}",
        **dict.fromkeys(claimed, "zlib"),
    )
