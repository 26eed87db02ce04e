"""The laboratory, with extended results."""

from lab import *  # noqa: F403
from lab import app

app.conf.result_extended = True
