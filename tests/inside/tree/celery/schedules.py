class schedule:
    def __init__(self, run_every=None, relative=False):
        self.run_every = run_every

    def is_due(self, last_run_at):
        return True


class crontab(schedule):
    def __init__(self, minute="*", hour="*", *, nowfun=None):
        super().__init__()
        self._orig_minute = minute

    @classmethod
    def from_string(cls, text):
        return cls()
