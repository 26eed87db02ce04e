"""The tasks that the pages on routing send to a queue of their own."""

from .celery import app


@app.task
def import_feed(url):
    return url
