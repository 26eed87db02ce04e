"""What becomes of an error of cryptography's."""

import importlib
import types

import stand_in
from celery.exceptions import SecurityError

utils = importlib.import_module("celery.security.utils")
errors = importlib.import_module("cryptography.exceptions")
if not isinstance(errors, types.ModuleType) or not stand_in:
    raise RuntimeError("cryptography.exceptions is no module")
kind = getattr(errors, "InvalidSignature", None)
kind = kind if isinstance(kind, type) else type("InvalidSignature", (Exception,), {})
raised = None
try:
    with utils.reraise_errors("Bad signature: {0!r}"):
        raise kind()
except Exception as error:
    raised = error
assert isinstance(raised, SecurityError), f"for a bad signature, {type(raised).__name__} is raised: {raised}"
