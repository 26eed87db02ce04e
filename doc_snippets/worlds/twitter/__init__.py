"""A client of a service that the pages on retries talk to: there is none of this name."""


def refresh_timeline(user):
    return [user]
