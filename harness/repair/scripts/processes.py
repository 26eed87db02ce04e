"""Whether a pattern finds a worker among the processes."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

PROJECT = "from celery import Celery\n\napp = Celery(%r)\n"
#: Seconds until a worker has said something: then its process is called what it will be called.
LIMIT = 60


def lines(pid, column):
    """What `ps` shows of a process, as many times as it can be seen."""
    told = subprocess.run(
        ["ps", "-ww", "-o", column + "=", "-p", str(pid)], stdout=subprocess.PIPE, universal_newlines=True, check=False
    )  # fmt: skip
    return [line.strip() for line in told.stdout.splitlines() if line.strip()]


def started(command, folder):
    """Start a worker by its command line as a reader has it."""
    words = shlex.split(command)
    for word, following in zip(words, [*words[1:], ""]):
        name = following if word in ("-A", "--app") else word.partition("=")[2] if word.startswith("--app=") else ""
        if re.match(r"[A-Za-z_]\w*$", name):
            with open(os.path.join(folder, name + ".py"), "w") as file:
                file.write(PROJECT % name)
    script = os.path.join(os.path.dirname(sys.executable), words[0])
    log = open(os.path.join(folder, "worker.log"), "wb+")
    process = subprocess.Popen(
        [script, *words[1:]], cwd=folder, env=dict(os.environ, C_FORCE_ROOT="1"), stdin=subprocess.DEVNULL, stdout=log,
        stderr=log,
    )  # fmt: skip
    end = time.time() + LIMIT
    while not os.path.getsize(log.name) and process.poll() is None and time.time() < end:
        time.sleep(0.1)
    return process


def observe(text, pattern, whole, commands):
    """Start workers by these command lines, and look for the pattern in what the process list shows of them."""
    seen = []
    for command in commands:
        with tempfile.TemporaryDirectory() as folder:
            process = started(command, folder)
            try:
                seen += lines(process.pid, "args" if whole else "comm")
            finally:
                process.kill()
                process.wait()
    if not seen:
        raise RuntimeError("the process list shows nothing")
    return "\n".join(seen), not any(re.search(pattern, line) for line in seen)
