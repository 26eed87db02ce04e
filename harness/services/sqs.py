"""Amazon SQS, played by moto's server: messages in queues of an account of the plan's own."""

from __future__ import annotations

from typing import Literal

from harness.services._moto import DOOR, Part

name = "sqs"
role: Literal["broker", "extra"] = "extra"
purpose = "messages through Amazon SQS (moto's server)"
#: What the extra of old releases pins had no wheels.
requires = ("celery[sqs]", "boto3", "pycurl", "urllib3")

#: When client and worker make one queue at the same time, moto forgets the first, and who waits for messages in it.
_PART = Part(name=name, env={"CELERY_BROKER_URL": f"sqs://{{key}}:{{secret}}@127.0.0.1:{{{DOOR}}}"}, queues=("celery",))
start = _PART.start
connect = _PART.connect
