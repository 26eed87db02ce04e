import os

print("what an import prints")
os.write(1, b"and what it writes\n")

LEVEL = os.environ.get("CELERY_LOG_LEVEL")
