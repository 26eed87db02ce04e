"""Whether what an extra of Celery installs is what Kombu compresses with."""

import ast
import inspect
import re
from importlib.metadata import requires

from kombu import compression

extra = claimed["extra"]
installs = {
    re.match(r"[\w.-]+", line)[0].lower()
    for line in requires("celery")
    if re.search(rf"""extra == ['"]{re.escape(extra)}['"]""", line)
}
if not installs:
    raise RuntimeError(f"there is no extra {extra}")
imported = set()
for node in ast.walk(ast.parse(inspect.getsource(compression))):
    if isinstance(node, ast.Import):
        imported |= {alias.name for alias in node.names}
    elif isinstance(node, ast.ImportFrom):
        imported |= {f"{node.module}.{alias.name}" for alias in node.names}
real = sorted(name for name in imported if extra in name)
used = {name.replace("-", "_") for name in installs} & imported
assert used, f"the extra installs {', '.join(sorted(installs))}, and Kombu looks for {' and '.join(real)} only"
