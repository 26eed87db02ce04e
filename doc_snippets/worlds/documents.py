"""Tasks that handle documents."""

from proj.celery import app


@app.task
def upload_document(file):
    return f"/documents/{file}"


@app.task
def apply_filter(document):
    return document
