"""A module that a worker imports because it is in the setting imports."""

from celery.worker.control import control_command


@control_command()
def imported_command(state):
    """Not beside the application."""
    return {"ok": "done"}
