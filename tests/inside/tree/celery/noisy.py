import os

print("what an import prints")
os.write(1, b"and what it writes\n")

LEVEL = os.environ.get("CELERY_LOG_LEVEL")
MOST = "CELERY_MOST"

if os.environ.get("CELERY_TRACE"):
    tracing = True


def number(name):
    return int(os.environ.get(name) or 0)


def handler(variable="CELERY_HANDLER"):
    return os.environ[variable]


LIMITS = number("CELERY_LEAST"), os.getenv(MOST)
