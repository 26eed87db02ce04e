"""Amazon DynamoDB, played by moto's server: results in a table of an account of the plan's own."""

from __future__ import annotations

from typing import Literal

from harness.services._moto import DOOR, Part

name = "dynamodb"
role: Literal["broker", "extra"] = "extra"
purpose = "results in Amazon DynamoDB (moto's server)"
requires = ("celery[dynamodb]", "boto3")

#: A host called localhost is taken for the version of DynamoDB that can be downloaded, by all releases.
_PART = Part(name=name, env={"CELERY_RESULT_BACKEND": f"dynamodb://{{key}}:{{secret}}@localhost:{{{DOOR}}}/celery"})
start = _PART.start
connect = _PART.connect
