"""A signature that is called runs here."""

import os

from base import pid

found = pid.s()()
assert found == os.getpid(), f"called directly, the task ran in process {found}, and not in {os.getpid()}"
