# ruff: noqa: RUF012
class MultiTool:
    reserved_options = [("--nosplash", "nosplash"), ("-q", "quiet")]

    def __init__(self):
        self.commands = {"start": None, "restart": None, "stop": None, "show": None}

    def nodes(self, options):
        return options.pop("--range-prefix", None), options.pop("--pidfile", None)
