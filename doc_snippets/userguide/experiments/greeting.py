"""The page's task that greets, without its delays."""

from base import app


@app.task(bind=True)
def hello(self, a, b):
    return "hello world: %i" % (a + b)
