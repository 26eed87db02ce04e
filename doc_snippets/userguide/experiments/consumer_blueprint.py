"""Whose blueprint a consumer has: the worker's, or its own."""

from lab_plain import app

worker = app.Worker(hostname="w@example.com", pool="solo", quiet=True)
blueprint = worker.consumer.blueprint
assert blueprint is not None, "a consumer has no blueprint"
if claimed["owner"] == "worker" and blueprint is not worker.blueprint:
    otherwise("the blueprint of a consumer is its own, not the worker's", owner="consumer")
