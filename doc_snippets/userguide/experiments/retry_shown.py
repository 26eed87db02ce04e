"""What a line with `self.retry` raises when there is no exception but the one that it names."""

from giving_up import does

raised = type(does.delay(claimed["line"]).get(timeout=10, propagate=False)).__name__
assert raised == "LoginError", f"{claimed['line']} raises {raised}"
