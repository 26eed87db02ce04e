"""Which option of `celery inspect` lists its commands."""

from celery.bin.celery import celery
from celery.worker.control import Panel
from click.testing import CliRunner
from docs_claims import otherwise

commands = [name for name, info in Panel.meta.items() if info.type == "inspect" and info.visible]


def lists(option):
    """Whether all commands are in what is printed; lines may be broken within their names."""
    shown = CliRunner().invoke(celery, ["-A", "lab_plain", "inspect", f"--{option}"]).output
    return all(name in "".join(shown.split()) for name in commands)


if not lists(claimed["option"]):
    if not lists("list"):
        raise RuntimeError("--list does not list them, either")
    otherwise(
        f"celery inspect --{claimed['option']} does not list the commands any more: celery inspect --list does",
        option="list",
    )
