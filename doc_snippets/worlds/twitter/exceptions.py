"""What the service's client raises: when the service is over capacity, and when it does not know its user."""


class FailWhaleError(Exception):
    pass


class LoginError(Exception):
    pass
