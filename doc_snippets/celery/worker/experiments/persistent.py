"""What a worker's state is stored with."""

import shelve
import tempfile
from pathlib import Path

from celery.worker import state
from kombu.clocks import LamportClock

with tempfile.TemporaryDirectory() as folder:
    path = str(Path(folder, "state"))
    state.Persistent(state, path, LamportClock()).save()
    with shelve.open(path) as stored:
        kept = sorted(key.lstrip("z") for key in stored if not key.startswith("_"))
if "revoked" not in kept:
    raise RuntimeError(f"only {kept} are stored")
if corrected:
    assert kept == ["clock", "revoked"], f"what is stored is {', '.join(kept)}"
else:
    assert kept == ["revoked"], "the logical clock is stored, too"
