"""Where an application is found: any name of the package, or what the submodule has."""

import sys
import tempfile
from pathlib import Path

from celery.app.utils import find_app

with tempfile.TemporaryDirectory() as folder:
    package = Path(folder, "searched")
    package.mkdir()
    (package / "__init__.py").write_text("from celery import Celery\n\nmine = Celery('any attribute of the package')\n")
    (package / "celery.py").write_text("from celery import Celery\n\napp = Celery('the submodule')\n")
    sys.path.insert(0, folder)
    try:
        found = find_app("searched").main
    finally:
        sys.path.remove(folder)
assert found == "any attribute of the package", (
    "a submodule proj.celery is tried before any other attribute of proj, and not after it"
)
