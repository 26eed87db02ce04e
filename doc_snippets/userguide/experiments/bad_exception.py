"""An exception whose constructor does not call that of Exception."""

import pickle


class HttpError(Exception):
    """The page's own, which it calls bad."""

    def __init__(self, status_code):
        self.status_code = status_code


try:
    error = pickle.loads(pickle.dumps(HttpError(404)))
except Exception:
    error = None
fails = error is None or error.status_code != 404 or error.args != (404,)
assert fails, "pickled and unpickled it is what it was: Python sets args before a constructor is called"
