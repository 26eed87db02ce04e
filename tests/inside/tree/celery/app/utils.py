class AttributeDictMixin:
    def __getattr__(self, name):
        return self[name]


class Settings(AttributeDictMixin, dict):
    @property
    def broker_url(self):
        return "amqp://"

    def humanize(self):
        return ""
