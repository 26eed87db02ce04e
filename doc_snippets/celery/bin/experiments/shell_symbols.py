"""What a shell knows; none is started."""

import re

from celery.bin import shell as module
from celery.bin.base import CLIContext
from click.testing import CliRunner
from lab_plain import app

app.finalize()
found = []
real, module._invoke_default_shell = module._invoke_default_shell, found.append
try:
    CliRunner().invoke(module.shell, [], obj=CLIContext(app, no_color=True, workdir=None), catch_exceptions=False)
finally:
    module._invoke_default_shell = real
(known,) = found
if known.get("celery") is not app:
    raise RuntimeError("the application is not known")
told = set(re.findall(r"``(\w+)``", claimed.get("symbols", "")))
missing = sorted(name for name in known if name not in told and not hasattr(known[name], "apply_async"))
own = [task for name, task in app.tasks.items() if name.startswith("celery.")]
added = [task for task in own if any(each is task for each in known.values())]
holds(not missing, f"{' and '.join(missing)} are added, too", "shell-symbols")
holds(len(added) == (0 if corrected else len(own)), "Celery's own tasks are left out", "shell-tasks")
