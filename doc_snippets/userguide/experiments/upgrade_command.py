"""Whether ``celery upgrade`` gives old settings their new names."""

from pathlib import Path

from celery.bin.celery import celery
from click.testing import CliRunner

settings = Path("old_settings.py")
settings.write_text("CELERYD_CONCURRENCY = 4\n", encoding="utf-8")
done = CliRunner().invoke(celery, ["upgrade", "settings", str(settings), "--no-backup"])
if isinstance(done.exception, (SystemExit, RuntimeError)):
    raise RuntimeError(done.output or str(done.exception))
assert done.exception is None, f"celery upgrade settings raises {done.exception!r}, and changes nothing"
text = settings.read_text(encoding="utf-8").strip()
assert text == "worker_concurrency = 4", f"CELERYD_CONCURRENCY = 4 becomes {text}"
