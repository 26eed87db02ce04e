"""Whether the setting is read when messages are to be signed."""

import sys
from types import ModuleType
from unittest.mock import patch

from lab_plain import app

given = []
# In the place of the real one, which takes the setting when it gets no digest; it needs a library.
security = ModuleType("celery.security")
security.setup_security = lambda *arguments, **_: given.extend(arguments)
app.conf.security_digest = "sha512"
with patch.dict(sys.modules, {"celery.security": security}):
    app.setup_security()
*_, digest, serializer = given
assert serializer == "json", given
assert digest in (None, "sha512"), (
    f"app.setup_security() takes {digest!r} unless its argument digest says otherwise, and never reads the setting"
)
