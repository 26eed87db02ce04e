"""Messages as files: the broker is a folder of the plan's directory."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "filesystem"
role: Literal["broker", "extra"] = "extra"
purpose = "messages in files, without a broker"
requires: tuple[str, ...] = ()

#: An application that configures itself from another module says itself where its folders are, as a reader's does.
SETTINGS = '''\
"""Where messages are: read by applications that are configured by nothing else."""

import os

_here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "messages")
os.makedirs(os.path.join(_here, "queue"), exist_ok=True)
broker_transport_options = {
    "data_folder_in": os.path.join(_here, "queue"),
    "data_folder_out": os.path.join(_here, "queue"),
    "control_folder": os.path.join(_here, "control"),
}
'''

_FOLDER = Packages(
    name=name,
    env={"CELERY_BROKER_URL": "filesystem://", "CELERY_CONFIG_MODULE": "filesystem_settings"},
    files={"filesystem_settings.py": SETTINGS},
)
start = _FOLDER.start
connect = _FOLDER.connect
