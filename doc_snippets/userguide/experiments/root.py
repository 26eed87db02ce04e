"""What a worker with default settings says to it that it is started by root."""

import os
import warnings
from unittest import mock

from celery import Celery
from celery.exceptions import SecurityError
from celery.platforms import check_privileges
from docs_claims import holds

app = Celery("plain", set_as_current=False)
accepted = ["json", "pickle"] if globals().get("corrected") else app.conf.accept_content
refused = False
with mock.patch("os.getuid", return_value=0), mock.patch("os.geteuid", return_value=0), mock.patch.dict(os.environ):
    os.environ.pop("C_FORCE_ROOT", None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            check_privileges(accepted)
        except SecurityError:
            refused = True
why = f"a worker with the default accept_content, {list(accepted)}, only warns root, and runs"
holds(refused, why, "root-refused")
holds(refused, why, "root-exits")
