"""Whether the timer can call what the page gives it."""

from kombu.asynchronous.timer import Timer


class Step:
    """The page's step, as far as its method is called."""

    called = False

    def on_cluster_size_change(self, worker):
        self.called = True


step = Step()
entry = eval(f"timer.call_after({claimed['arguments']})", {"self": step, "worker": object(), "timer": Timer()})
try:
    entry()
except TypeError as error:
    contradicted("arguments", "10.0, self.on_cluster_size_change, (worker,)", str(error))
assert step.called, "the method is not called"
