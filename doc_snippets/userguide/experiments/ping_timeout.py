"""How long replies are waited for by default."""

import inspect

from lab import app

expect("seconds", claimed["seconds"], inspect.signature(app.control.ping).parameters["timeout"].default)
