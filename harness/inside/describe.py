"""Live Python objects as JSON: what a name is, what a class has, what a function takes.

Part of ``introspect.py``, whose docstring gives the shapes.  Python 3.8, standard library only.
"""

from __future__ import annotations

import inspect
import re
import sys
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Dict, List, Optional

Json = Dict[str, Any]
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Greater numbers are taken for addresses.
LARGEST = 1 << 40
PLAIN = (str, bytes, int, float, bool, complex, type(None))
LONGEST = 120


class Describer:
    """Describes objects; classes of the tracked packages that it meets are collected in `classes`."""

    def __init__(self, packages: List[str], proxy: Any) -> None:
        self.packages = frozenset(packages)
        self.proxy = proxy
        self.classes: Dict[str, Json] = {}
        self.functions: Dict[str, Json] = {}

    def tracked(self, module: Any) -> bool:
        return isinstance(module, str) and module.split(".")[0] in self.packages

    def describe(self, value: Any) -> Json:
        """What `value` is.  Goes by `type(value)`: `isinstance` would make a proxy resolve itself."""
        kind = type(value)
        if issubclass(kind, self.proxy):
            return self.behind_proxy(value)
        if issubclass(kind, ModuleType):
            return {"kind": "module", "ref": value.__name__}
        if issubclass(kind, type):
            return {"kind": "class", "ref": self.class_ref(value)}
        if kind in (FunctionType, MethodType, BuiltinFunctionType):
            return self.function(value)
        if kind in PLAIN or kind in (tuple, list, set, frozenset):
            return {"kind": "data", "type": kind.__name__, "value": plain(value)}
        if self.tracked(kind.__module__):
            return {"kind": "instance", "ref": self.class_ref(kind), "attributes": own_attributes(value)}
        return {"kind": "data", "type": qualified(kind)}

    def behind_proxy(self, value: Any) -> Json:
        try:
            entry = self.describe(value._get_current_object())
        except Exception:
            entry = {"kind": "data", "type": "NoneType"}
        if entry.get("type") == "NoneType":
            # Nothing there now, and something at another time.
            return {"kind": "data", "type": "?", "proxy": True}
        return dict(entry, proxy=True)

    # - Functions

    def function(self, value: Any) -> Json:
        function = value.__func__ if isinstance(value, MethodType) else value
        ref = "{}.{}".format(function.__module__, function.__qualname__)
        entry: Json = {"kind": "function", "ref": ref}
        # What a method takes when it is called is one argument less.
        if isinstance(value, MethodType):
            entry["bound"] = True
        if ref not in self.functions or found_at(function.__module__, function.__qualname__) is function:
            self.functions[ref] = {"signature": signature(function)}
        elif self.functions[ref]["signature"] != signature(function):
            entry["signature"] = signature(function)
        if hasattr(function, "__wrapped__"):
            entry["wraps"] = True
        return entry

    # - Classes

    def class_ref(self, cls: type) -> str:
        """The name by which a class is known: of a class made at run time, that of its nearest importable base."""
        for base in cls.__mro__:
            if base is not object and found_at(base.__module__, qualname(base)) is base:
                return self.collect(base)
        return self.collect(cls)

    def collect(self, cls: type) -> str:
        ref = qualified(cls)
        if ref in self.classes:
            return ref
        entry: Json = {}
        self.classes[ref] = entry  # before its members, which may name it
        entry["mro"] = [qualified(base) for base in cls.__mro__[1:] if base is not object]
        if not self.tracked(cls.__module__):
            entry.update(foreign=True, members={name: {"kind": "foreign"} for name in sorted(vars(cls))})
        else:
            entry["members"] = {name: self.member(value) for name, value in sorted(vars(cls).items())}
        own = vars(cls)
        if any(isinstance(own.get(name), FunctionType) for name in ("__getattr__", "__getattribute__")):
            entry["open"] = True
        if type(cls) is not type:
            entry["metaclass"] = qualified(type(cls))
        for base in cls.__mro__[1:]:
            if base is not object:
                self.collect(base)
        return ref

    def member(self, value: Any) -> Json:
        """An entry of a class's `__dict__`."""
        kind = type(value)
        if kind in (staticmethod, classmethod):
            function = value.__func__
            entry: Json = {"kind": kind.__name__}
            if isinstance(function, FunctionType):
                entry["signature"] = signature(function)
            return entry
        if kind is FunctionType:
            return {"kind": "method", "signature": signature(value)}
        if issubclass(kind, property) or kind.__name__.endswith("property"):
            return {"kind": "property"}
        if kind in PLAIN:
            return {"kind": "data", "type": kind.__name__, "value": plain(value)}
        if issubclass(kind, type):
            return {
                "kind": "class",
                "ref": self.class_ref(value) if self.tracked(value.__module__) else qualified(value),
            }
        return {"kind": "data", "type": qualified(kind)}

    # - Instances

    def instance(self, value: Any, depth: int) -> Json:
        """An instance of a tracked class with what its lazily made attributes are, `depth` levels down."""
        entry = self.describe(value)
        if depth == 0 or entry["kind"] != "instance":
            return entry
        parts: Json = {}
        for name in sorted(dir(type(value))):
            made = inspect.getattr_static(type(value), name, None)
            lazy = isinstance(made, property) or type(made).__name__.endswith("property")
            if name.startswith("_") or not lazy:
                continue
            try:
                part = getattr(value, name)
            except BaseException:
                continue
            parts[name] = self.instance(part, depth - 1)
        entry["parts"] = parts
        return entry


def qualified(cls: type) -> str:
    return "{}.{}".format(cls.__module__, qualname(cls))


def qualname(cls: type) -> str:
    """The class's path within its module, also where a metaclass has put the module's name before it."""
    prefix = cls.__module__ + "."
    return cls.__qualname__[len(prefix) :] if cls.__qualname__.startswith(prefix) else cls.__qualname__


def found_at(module: str, qualname: str) -> Any:
    """What stands at `module`'s `qualname`, None when nothing does."""
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = vars(found).get(part) if hasattr(found, "__dict__") else None
        if found is None:
            return None
    return found


def own_attributes(value: Any) -> List[str]:
    """Names in an instance's own dict and slots."""
    names = set(getattr(value, "__dict__", ()) or ())
    for cls in type(value).__mro__:
        slots = vars(cls).get("__slots__", ())
        names.update([slots] if isinstance(slots, str) else slots)
    return sorted(name for name in names if isinstance(name, str))


def signature(function: Any) -> Optional[List[List[str]]]:
    """Parameters as the call itself takes them (what a wrapper wraps is not asked); None when they are unknown."""
    code = getattr(function, "__code__", None)
    if code is None:
        return builtin_signature(function)
    result: List[List[str]] = []
    names = code.co_varnames
    defaults = function.__defaults__ or ()
    keyword_defaults = function.__kwdefaults__ or {}
    first_default = code.co_argcount - len(defaults)
    for index in range(code.co_argcount):
        entry = [names[index], "positional" if index < code.co_posonlyargcount else "either"]
        if index >= first_default:
            entry.append(plain(defaults[index - first_default]))
        result.append(entry)
    after = code.co_argcount + code.co_kwonlyargcount
    if code.co_flags & inspect.CO_VARARGS:
        result.append([names[after], "*"])
    for name in names[code.co_argcount : after]:
        entry = [name, "keyword"]
        if name in keyword_defaults:
            entry.append(plain(keyword_defaults[name]))
        result.append(entry)
    if code.co_flags & inspect.CO_VARKEYWORDS:
        result.append([names[after + bool(code.co_flags & inspect.CO_VARARGS)], "**"])
    return result


KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "either",
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def builtin_signature(function: Any) -> Optional[List[List[str]]]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    return [
        [each.name, KINDS[each.kind]] + ([] if each.default is each.empty else [plain(each.default)])
        for each in parameters
    ]


def plain(value: Any) -> str:
    """A repr that is the same in every process: no addresses or ids, sets and dicts in order, not too long."""
    try:
        if isinstance(value, (set, frozenset)):
            inner = ", ".join(sorted(plain(item) for item in value))
            text = "{" + inner + "}" if type(value) is set else "frozenset({" + inner + "})"
        elif type(value) is dict:
            # A dict made from a set has its order.
            text = (
                "{" + ", ".join(sorted("{}: {}".format(plain(key), plain(each)) for key, each in value.items())) + "}"
            )
        elif type(value) is int and value > LARGEST:
            text = "<int>"
        elif isinstance(value, FunctionType):
            text = "<function {}>".format(value.__qualname__)
        else:
            text = UUID.sub("<uuid>", ADDRESS.sub("", repr(value)))
    except Exception as error:
        text = "<{}>".format(type(error).__name__)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
