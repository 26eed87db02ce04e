"""Whether what is named as a class that looks like a function is a class."""

import inspect

from kombu.utils.imports import symbol_by_name

((slot, documented),) = claimed.items()
named = symbol_by_name(documented)
if not inspect.isclass(named):
    otherwise(f"{documented} is a function: the class is {type(named('add')).__name__}", **{slot: "celery.group"})
