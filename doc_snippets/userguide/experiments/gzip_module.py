"""With which module of Python messages are compressed when gzip is asked for."""

from kombu.compression import get_encoder

compress, _ = get_encoder("gzip")
real = compress.__module__
if claimed["name"] != real:
    wrong = {name: real for name in ("name", "module") if name in claimed}
    otherwise(f"for gzip, Kombu uses the module {real} of Python: the module gzip is never imported", **wrong)
