"""What introspection tells of a target, cached: see `harness/inside/introspect.py` for the shape."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.errors import MissingError
from harness.model import Target

INSIDE = Path(__file__).parent / "inside"
#: The guest's files: facts that another version of them wrote are not used.
GUEST = ("introspect.py", "read_source.py", "describe.py", "celery_parts.py")
#: Seconds; about two are usual.
LIMIT = 120
#: What a Python needs of the caller's environment to start.
PASSED_ON = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP")


def of(target: Target, cache: Path) -> Mapping[str, Any]:
    """Facts about `target`, from the folder "facts" in `cache` (made when missing) or freshly introspected.

    Raises MissingError when the target's Python cannot import its Celery, or cannot be started.
    """
    path = cache / "facts" / f"{_digest(target)}.json"
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        return facts
    except FileNotFoundError:
        pass
    except ValueError:
        path.unlink()  # torn: written anew
    text = _introspect(target)
    fresh: dict[str, Any] = _decode(target, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)
    return fresh


def _digest(target: Target) -> str:
    digest = hashlib.sha256(target.digest.encode())
    for name in GUEST:
        digest.update((INSIDE / name).read_bytes())
    return digest.hexdigest()


def _introspect(target: Target) -> bytes:
    with tempfile.TemporaryDirectory(prefix="doc-harness-") as home:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            done = subprocess.run(
                # -I: neither the caller's PYTHON* variables nor a user's site-packages are the target's.
                [target.interpreter, "-I", str(INSIDE / "introspect.py")],
                capture_output=True,
                check=False,
                cwd=home,
                env={**environment, "HOME": home},
                stdin=subprocess.DEVNULL,
                timeout=LIMIT,
            )
        except OSError as error:
            raise MissingError(f"{target.name}: cannot start {target.interpreter}: {error.strerror}") from None
        except subprocess.TimeoutExpired:
            raise MissingError(f"{target.name}: introspection did not end within {LIMIT} s") from None
    if done.returncode:
        raise MissingError(f"{target.name}: Celery cannot be introspected: {_last_line(done.stderr)}")
    return done.stdout


def _decode(target: Target, text: bytes) -> dict[str, Any]:
    try:
        decoded: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise MissingError(f"{target.name}: introspection wrote no JSON: {error}") from None
    return decoded


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no message"
