"""Whether `celery` takes a command line; nothing is started: every line asks for --help."""

import os
import re
import shlex
import subprocess
import sys
import tempfile

PROJECT = "from celery import Celery\n\napp = Celery('%s')\n"


def celery(words, folder):
    """Run `celery`; its exit status and what it says."""
    command = [sys.executable, "-m", "celery", *words]
    environ = dict(os.environ, PYTHONPATH=folder, COLUMNS="200")
    ran = subprocess.run(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        timeout=120,
    )  # fmt: skip
    return ran.returncode, ran.stdout


def project(words, folder):
    """Make the module that -A names, as a reader would have it."""
    for word, following in zip(words, [*words[1:], ""]):
        name = following if word in ("-A", "--app") else word.partition("=")[2] if word.startswith("--app=") else ""
        name = name.partition(":")[0]
        if re.match(r"[A-Za-z_][\w.]*$", name):
            path = os.path.join(folder, *name.split("."))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path + ".py", "w") as file:
                file.write(PROJECT % name)


def observe(text, words, at):
    """Give `words` to the program, with --help behind the first `at` of them."""
    with tempfile.TemporaryDirectory() as folder:
        project(words, folder)
        if "multi" in words[:at]:
            # It hands on what it does not know: these are the command lines that it makes.
            status, told = celery(["multi", "show", *words[at + 1 :]], folder)
            for line in told.splitlines():
                handed = shlex.split(line)
                if status == 0 and "worker" in handed:
                    handed = handed[handed.index("worker") :]
                    status, told = celery([handed[0], "--help", *handed[1:]], folder)
        else:
            status, told = celery([*words[:at], "--help", *words[at:]], folder)
    if status == 0:
        return "celery takes this command line", False
    return "exit status %d: %s" % (status, " ".join(told.split("Error:")[-1].split())), True
