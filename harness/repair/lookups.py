"""Scripts that only look something up, run together with what should stand in the docs instead."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness.repair import reproducers

SEVERAL = Path(__file__).parent / "scripts" / "several.py"
#: Imported once for all scripts of a target.
SHARED = ("celery.app.defaults", "celery.worker.control", "celery.app.backends", "kombu.transport")
#: Seconds for all scripts of a target.
LIMIT = 900.0


def is_lookup(script: str) -> bool:
    """Whether a script has something to look up with the corrected text, and needs no more than Celery for it."""
    return (
        reproducers.has_corrected(script)
        and reproducers.needs_celery(script)
        and not reproducers.runs_samples(script)
        and not reproducers.needs_more(script)
    )


def corrected(scripts: Mapping[str, str], interpreter: str) -> dict[str, int | None]:
    """Name → how the script ended, held against a target with the corrected text; None for one that could not be run.

    What they look up are names, tables and signatures: nothing of the docs is executed.
    """
    if not scripts:
        return {}
    with tempfile.TemporaryDirectory(prefix="doc-harness-") as home:
        paths = []
        for number, text in enumerate(scripts.values()):
            path = Path(home) / f"{number}.py"
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        environ = {
            "PATH": os.defpath, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC",
        }  # fmt: skip
        shares = [paths[start::2] for start in range(2)]

        def run(share: Sequence[str]) -> list[int] | None:
            command = [interpreter, "-s", "-B", str(SEVERAL), *SHARED]
            try:
                done = subprocess.run(
                    command, input=json.dumps(share), cwd=home, env=environ, capture_output=True, text=True,
                    timeout=LIMIT, check=True,
                )  # fmt: skip
                return list(json.loads(done.stdout))
            except (subprocess.SubprocessError, OSError, ValueError):
                return None

        with ThreadPoolExecutor(len(shares)) as pool:
            ended = list(pool.map(run, shares))
    statuses: dict[str, int | None] = {}
    for share, found in zip(shares, ended, strict=True):
        statuses.update(zip(share, found, strict=True) if found is not None else dict.fromkeys(share))
    return {name: statuses[path] for name, path in zip(scripts, paths, strict=True)}
