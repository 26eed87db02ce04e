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
told = set(re.findall(r"``(\w+)``", claimed["symbols"]))
missing = sorted(name for name in known if name not in told and not hasattr(known[name], "apply_async"))
symbols = claimed["symbols"]
for name in missing:
    beside = "``celery``" if known[name] is app else "``subtask``"
    symbols = symbols.replace(beside, f"{beside}, ``{name}``")
if missing:
    otherwise(f"{' and '.join(missing)} are added to the main globals, too", symbols=symbols)
