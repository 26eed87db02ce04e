def mattrgetter(*attrs):
    return lambda obj: {attr: getattr(obj, attr, None) for attr in attrs}


extract_exec_options = mattrgetter("queue", "priority", "time_limit")


class Task:
    max_retries = 3
    ignore_result = None
    from_config = (("serializer", "task_serializer"),)

    def apply_async(self, args=None, kwargs=None, task_id=None, producer=None, link=None, link_error=None, **options):
        """Send it."""

    def apply(self, args=None, kwargs=None, throw=None):
        """Run it."""

    def retry(self, args=None, countdown=None, max_retries=None):
        """Again."""
