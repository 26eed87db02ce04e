"""Amazon S3, played by moto's server: results in a bucket of the plan's own."""

from __future__ import annotations

from typing import Literal

from harness.services._moto import Part

name = "s3"
role: Literal["broker", "extra"] = "extra"
purpose = "results in Amazon S3 (moto's server)"
requires = ("celery[s3]", "boto3")

_PART = Part(name=name, env={"CELERY_RESULT_BACKEND": "s3://"})
start = _PART.start
connect = _PART.connect
