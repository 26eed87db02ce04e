"""Which components a worker consists of."""

from celery.worker import WorkController

steps = {str(getattr(step, "name", step)).lower() for step in WorkController.Blueprint.default_steps}
parts = {part for step in steps for part in step.replace(":", ".").split(".")}
assert {"consumer", "timer", "pool"} <= parts, "a worker lacks a consumer, a timer or a pool"
assert corrected or "mediator" in parts, "a worker has no mediator"
