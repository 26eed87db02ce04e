"""Which argument keeps a queue from being declared."""

from kombu import Connection, Queue

with Connection("memory://") as connection:
    channel = connection.channel()

    def declared(**options):
        """Whether a consumer of such a queue declares it."""
        queue = Queue("a-queue", **options)
        calls = []
        bound = queue(channel)
        bound.queue_declare = lambda *args, **kwargs: calls.append("declared")
        bound.declare()
        return bool(calls)

    assert declared() and not declared(no_declare=True), "no_declare does not keep a queue from being declared"
    if not corrected:
        assert not declared(**{claimed["setting"]: False}), (
            f"a queue has no setting {claimed['setting']}: it is declared unless no_declare is True"
        )
