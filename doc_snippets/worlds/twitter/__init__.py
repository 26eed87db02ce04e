"""A client of a service that the pages on retries talk to: there is none of this name."""

from .exceptions import FailWhaleError, LoginError


class Twitter:
    FailWhaleError = FailWhaleError
    LoginError = LoginError

    def __init__(self, oauth):
        self.user = oauth

    def update_status(self, tweet):
        if self.user == "nobody":
            raise LoginError(self.user)


def refresh_timeline(user):
    if user == "nobody":
        raise FailWhaleError(user)
    return [user]
