"""What becomes of an annotation that a page shows in the value of task_annotations."""

from celery import Celery


class Limited:
    """An annotation that can be seen."""

    def annotate(self, task):
        """Limit every task."""
        return {"rate_limit": "10/s"}


def limit(annotation):
    """The rate limit of a task that is annotated by this."""
    app = Celery("annotated", broker="amqp://", set_as_current=False)
    app.conf.task_annotations = (eval(annotation, {"other": Limited()}),)

    @app.task
    def annotated():
        """Do nothing."""

    return app.tasks[annotated.name].rate_limit


assert limit("other") == "10/s", "an object is not taken for an annotation"
if limit(claimed["annotation"]) != "10/s":
    contradicted("annotation", "other", "an annotation that stands in a set is ignored")
