"""What is used in production."""

from celeryconfig import broker_url, result_backend

__all__ = ["broker_url", "result_backend"]

worker_concurrency = 2
