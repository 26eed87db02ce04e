"""Whether a result backend asks for an option of the transport that a page shows."""

from celery import Celery

asked = []


class Options(dict):
    """Options that remember which of them were asked for."""

    def __getitem__(self, name):
        asked.append(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        asked.append(name)
        return super().__contains__(name)

    def get(self, name, default=None):
        """The option, or the default."""
        asked.append(name)
        return super().get(name, default)


app = Celery("transported", broker="redis://", backend="redis://", set_as_current=False)
app.conf.result_backend_transport_options = Options(
    {"retry_policy": {"timeout": 5.0}} if corrected else {"visibility_timeout": 18000}
)
backend = app.backend
found = [backend.client.connection_pool.connection_kwargs, backend.retry_policy, backend._chord_zset]
if not asked:
    raise RuntimeError("the backend asks for no options at all")
if corrected:
    assert backend.retry_policy.get("timeout") == 5.0, "the Redis result backend does not ask for retry_policy"
else:
    assert "visibility_timeout" in asked or any("visibility_timeout" in str(each) for each in found), (
        "the Redis result backend never asks for visibility_timeout, and there is no SQS one"
    )
