class StepType(type):
    def __new__(cls, name, bases, attrs):
        attrs["__qualname__"] = attrs["__module__"] + "." + attrs["__qualname__"]
        return super().__new__(cls, name, bases, attrs)


class Step(metaclass=StepType):
    requires = ()
