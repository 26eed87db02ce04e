"""Under which names the options of `celery` are read from the environment."""

from celery.bin.celery import celery
from click.testing import CliRunner


def status(app, variable="CELERY_APP"):
    """How `celery report` ends where the variable names an application."""
    given = {"APP": None, "CELERY_APP": None, variable: app}
    return CliRunner().invoke(celery, ["report"], auto_envvar_prefix="CELERY", env=given).exit_code


if status("lab_plain") != 0 or status("shop") == 0:
    raise RuntimeError("not even the name with the prefix is read")
assert status("shop", "APP") == 0, (
    "a variable APP without the prefix is read, too: where another program has set APP=shop, every celery command "
    "that is given no --app ends with an error, as it looks for an application in a module shop"
)
