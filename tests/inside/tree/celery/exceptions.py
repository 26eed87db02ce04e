class CeleryError(Exception):
    """Base."""


class Retry(CeleryError):
    """Try again."""
