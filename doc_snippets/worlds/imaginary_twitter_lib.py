"""The library that the docs imagine."""


class Twitter:
    class FailWhale(Exception):
        """The service is over its capacity."""

    def __init__(self, oauth):
        self.oauth = oauth

    def post_status_update(self, message):
        return message
