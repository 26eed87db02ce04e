"""Whether pytest collects the tests of a class."""

import os
import subprocess
import sys
import tempfile

TEST = "class %s:\n    def test_something(self):\n        pass\n"


def observe(text, name):
    """Have pytest collect a file with a class of that name, and a test in it."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "test_page.py"), "w") as file:
            file.write(TEST % name)
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
        ran = subprocess.run(
            [*command, "--rootdir", folder, folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            universal_newlines=True, cwd=folder, check=False,
        )  # fmt: skip
    if ran.returncode not in (0, 5):  # 5: nothing was collected
        raise RuntimeError(ran.stdout)
    return ran.stdout, ran.returncode == 5
