"""Holds Celery's documentation against live workers of the release that it describes."""

__version__ = "0.1.0"
