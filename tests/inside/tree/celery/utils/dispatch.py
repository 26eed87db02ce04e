class Signal:
    def __init__(self, name=None, providing_args=None):
        self.name, self.providing_args = name, providing_args

    def connect(self, fun):
        return fun

    def send(self, sender, **named):
        return []
