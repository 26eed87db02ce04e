"""The number of processes of a worker that is not told one."""

import os

from lab_plain import app

worker = app.Worker(hostname="nobody", loglevel="CRITICAL", without_mingle=True, quiet=True)
assert worker.concurrency == os.cpu_count(), f"concurrency is {worker.concurrency} with {os.cpu_count()} CPUs"
