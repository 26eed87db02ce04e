"""Whether what is to be written instead works."""

try:
    exec(claimed["new"])
except ImportError as error:
    contradicted("new", "from celery import shared_task", str(error).partition(" (")[0])
