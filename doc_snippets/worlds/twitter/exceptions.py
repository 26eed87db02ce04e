"""What the service's client raises when the service is over capacity."""


class FailWhaleError(Exception):
    pass
