"""Read packages without importing them: ``python read_source.py PACKAGE-DIRECTORY… > source.json``.

For modules that cannot be imported (an optional dependency is missing), for releases that are not installed, and for
what an import does not show: attributes that methods assign, settings and environment variables that code reads.

    {"modules": {"celery.app.base": {
         "file": "celery/app/base.py",
         "open": false,                  # true: names appear at run time (star import, __getattr__, globals())
         "names": {NAME: {"kind": "class" | "function" | "data" | "import", "line": 1,
                          "target": "kombu.utils.objects.cached_property",     # of an import
                          "signature": SIGNATURE}},                            # of a function
         "classes": {"Celery": {"line": 1, "bases": ["object"],
                                "members": {NAME: {"kind": "method" | "staticmethod" | "classmethod" | "property" |
                                                           "data" | "class", "line": 1, "signature": SIGNATURE}},
                                "instance": ["clock", …],     # assigned by a method to its first argument
                                "decorated": true,            # has a decorator or a metaclass
                                "dynamic": false}}}},         # true: also assigned in ways that are not readable
     "assigned": [NAME, …],              # every attribute that is assigned to anything, anywhere
     "environment": {"CELERY_LOADER": ["celery/app/base.py:12"]},   # variables that are read, or set for a child
     "spelled": ["CELERY_LOADER", …],    # every string that is written like the name of a variable
     "words": ["retry_policy", …],       # of Celery's code and strings, with an underscore; null: unreadable
     "settings_read": {"redis_max_connections": ["celery/backends/redis.py:230"]},
     "signals_sent": {"task_prerun": [{"at": "celery/app/trace.py:1", "sender": "task", "arguments": ["args", …]}]},
     "events_sent": {"task-started": [{"at": "celery/worker/request.py:1", "fields": ["pid"]}]},
     "options_read": {"queue": ["celery/app/amqp.py:1"]},   # keys taken by name from a dict called "options"
     "deprecated": [{"at": "celery/app/base.py:1", "name": "…", "deprecation": "4.0", "removal": "5.0", …}],
     "errors": {"celery.x": "SyntaxError: …"}}

SIGNATURE is [[NAME, KIND], [NAME, KIND, DEFAULT-SOURCE], …], KIND one of positional, either, *, keyword, **.
Python 3.8, standard library only; imports nothing of what it reads and nothing of the harness.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

Json = Dict[str, Any]
EVENT = re.compile(r"(task|worker)-[a-z]+(-[a-z]+)*$")
WRITERS = ("update", "setdefault", "__setitem__")
ENVIRONMENT_METHODS = ("get", "setdefault", "pop")
ENVIRONMENTS = ("os.environ", "environ")
#: Where Celery's settings are declared: a name that stands nowhere else is not used.
DECLARED = "celery.app.defaults"
WORD = re.compile(r"\w*[^\W_]_\w+")
VARIABLE = re.compile(r"_?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+_?$")


def main(directories: List[str]) -> Json:
    """Facts about the packages in `directories`; the last part of each path is the package's name."""
    found = Source()
    for directory in directories:
        for module, path, shown in python_files(directory):
            found.read(module, path, shown)
    return found.as_json()


def python_files(directory: str) -> Iterator[Tuple[str, str, str]]:
    """(module, path, path shown) of the package's modules, sorted."""
    directory = os.path.abspath(directory)
    root = os.path.dirname(directory)
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if os.path.exists(os.path.join(folder, name, "__init__.py")))
        for name in sorted(files):
            if not name.endswith(".py"):
                continue
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, root).replace(os.sep, "/")
            module = shown[: -len(".py")].replace("/", ".")
            if name == "__init__.py":
                module = module[: -len(".__init__")]
            yield module, path, shown


class Source:
    """What has been read so far, over all modules."""

    def __init__(self) -> None:
        self.modules: Dict[str, Json] = {}
        self.assigned: Set[str] = set()
        self.spelled: Set[str] = set()
        self.words: Set[str] = set()
        self.places: Dict[str, Dict[str, List[Any]]] = {
            key: {} for key in ("environment", "settings_read", "signals_sent", "events_sent", "options_read")
        }
        self.deprecated: List[Json] = []
        self.errors: Dict[str, str] = {}

    def read(self, module: str, path: str, shown: str) -> None:
        try:
            with open(path, "rb") as file:
                text = file.read()
            tree = ast.parse(text, path)
        except (OSError, SyntaxError, ValueError) as error:
            self.errors[module] = "{}: {}".format(type(error).__name__, error)
            return
        lines = text.decode("utf-8", "replace").splitlines()
        self.modules[module] = Module(self, module, shown, lines, path.endswith("__init__.py")).read(tree)

    def note(self, table: str, key: str, value: Any) -> None:
        self.places[table].setdefault(key, []).append(value)

    def as_json(self) -> Json:
        result: Json = {"modules": self.modules}
        for name in ("assigned", "spelled"):
            result[name] = sorted(getattr(self, name))
        unread = any(module.split(".")[0] == "celery" for module in self.errors)
        result["words"] = None if unread else sorted(self.words)
        for table, entries in self.places.items():
            result[table] = {key: entries[key] for key in sorted(entries)}
        result["deprecated"] = self.deprecated
        result["errors"] = self.errors
        return result


class Module:
    """Reads one module."""

    def __init__(self, source: Source, name: str, shown: str, lines: List[str], package: bool) -> None:
        self.source = source
        self.name = name
        self.shown = shown
        self.lines = lines
        self.parent = name if package else name.rpartition(".")[0]
        self.names: Dict[str, Json] = {}
        self.classes: Dict[str, Json] = {}
        self.open = False
        #: Only Celery's own `conf` is the application's configuration.
        self.has_settings = name.split(".")[0] == "celery"

    def read(self, tree: ast.Module) -> Json:
        for node in statements(tree.body):
            self.top_level(node)
        self.environment(tree)
        if self.has_settings and self.name != DECLARED:
            self.source.words.update(words(tree))
        self.open = self.open or "__getattr__" in self.names
        return {"file": self.shown, "open": self.open, "names": self.names, "classes": self.classes}

    # - What the module defines

    def top_level(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            entry = {"kind": "function", "line": node.lineno, "signature": self.signature(node.args)}
            if node.decorator_list:
                # What a decorator returns need not be a function with this signature.
                entry["decorated"] = True
                self.deprecations(node, node.name)
            self.names[node.name] = entry
            self.body(node)
        elif isinstance(node, ast.ClassDef):
            self.names[node.name] = {"kind": "class", "line": node.lineno}
            self.read_class(node, node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                target = alias.name if alias.asname else alias.name.split(".")[0]
                self.names[alias.asname or target] = {"kind": "import", "line": node.lineno, "target": target}
        elif isinstance(node, ast.ImportFrom):
            self.import_from(node)
        else:
            for name in bound(node):
                self.names.setdefault(name, {"kind": "data", "line": node.lineno})
            self.body(node)
            if calls_globals(node):
                self.open = True

    def import_from(self, node: ast.ImportFrom) -> None:
        parts = self.parent.split(".")
        base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
        origin = ".".join(part for part in (base, node.module) if part)
        for alias in node.names:
            if alias.name == "*":
                self.open = True
                continue
            self.names[alias.asname or alias.name] = {
                "kind": "import",
                "line": node.lineno,
                "target": origin + "." + alias.name,
            }

    def read_class(self, node: ast.ClassDef, qualname: str) -> None:
        members: Dict[str, Json] = {}
        entry: Json = {
            "line": node.lineno,
            "bases": [dotted(base) or "?" for base in node.bases],
            "members": members,
            "instance": [],
            "dynamic": False,
        }
        if node.decorator_list or node.keywords:
            entry["decorated"] = True
        self.classes[qualname] = entry
        instance: Set[str] = set()
        for child in statements(node.body):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                members[child.name] = self.method(child)
                self.deprecations(child, qualname + "." + child.name)
                self.body(child, instance, entry)
            elif isinstance(child, ast.ClassDef):
                members[child.name] = {"kind": "class", "line": child.lineno}
                self.read_class(child, qualname + "." + child.name)
            else:
                for name in bound(child):
                    members.setdefault(name, {"kind": "data", "line": child.lineno})
                if isinstance(child, (ast.Import, ast.ImportFrom)):
                    for alias in child.names:
                        members[alias.asname or alias.name.split(".")[0]] = {"kind": "data", "line": child.lineno}
                self.body(child)
        entry["instance"] = sorted(instance)

    def method(self, node: Any) -> Json:
        kind = "method"
        for decorator in node.decorator_list:
            name = (dotted(decorator) or "").rpartition(".")[2]
            if name in ("staticmethod", "classmethod"):
                kind = name
            elif name in ("setter", "getter", "deleter", "Property") or name.endswith("property"):
                kind = "property"
            elif kind == "method":
                kind = "decorated"
        entry = {"kind": kind, "line": node.lineno}
        if kind != "property":
            entry["signature"] = self.signature(node.args)
        return entry

    def signature(self, arguments: ast.arguments) -> List[List[str]]:
        result: List[List[str]] = []
        positional = list(arguments.posonlyargs) + list(arguments.args)
        defaults: List[Optional[ast.expr]] = [None] * (len(positional) - len(arguments.defaults))
        defaults += arguments.defaults
        for index, (argument, default) in enumerate(zip(positional, defaults)):
            kind = "positional" if index < len(arguments.posonlyargs) else "either"
            result.append(self.parameter(argument.arg, kind, default))
        if arguments.vararg:
            result.append([arguments.vararg.arg, "*"])
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            result.append(self.parameter(argument.arg, "keyword", default))
        if arguments.kwarg:
            result.append([arguments.kwarg.arg, "**"])
        return result

    def parameter(self, name: str, kind: str, default: Optional[ast.expr]) -> List[str]:
        return [name, kind] if default is None else [name, kind, self.text(default)]

    def text(self, node: ast.expr) -> str:
        """Source of an expression, its first line only."""
        line = self.lines[node.lineno - 1].encode("utf-8")
        end = node.end_col_offset if node.end_lineno == node.lineno else len(line)
        return line[node.col_offset : end].decode("utf-8", "replace")

    def deprecations(self, node: Any, name: str) -> None:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and (dotted(decorator) or "").startswith("deprecated."):
                self.deprecation(decorator, name)

    def deprecation(self, call: ast.Call, name: str) -> None:
        entry = {"at": self.at(call), "name": name}
        entry.update((key.arg, constant(key.value)) for key in call.keywords if key.arg and constant(key.value))
        self.source.deprecated.append(entry)

    def at(self, node: Any) -> str:
        return "{}:{}".format(self.shown, node.lineno)

    # - What its code does

    def body(self, root: ast.AST, instance: Optional[Set[str]] = None, entry: Optional[Json] = None) -> None:
        """Note what the code under `root` reads, sends and assigns; `instance` collects what goes to `self`."""
        nodes = list(ast.walk(root))
        me = first_argument(root) if instance is not None else None
        conf, getters = self.aliases(nodes) if self.has_settings else (set(), set())
        for node in nodes:
            if isinstance(node, ast.Attribute):
                self.attribute(node, me, instance, entry, conf)
            elif isinstance(node, ast.Call):
                self.call(node, me, entry, conf, getters)
            elif isinstance(node, ast.Subscript):
                self.subscript(node, me, entry, conf)

    def environment(self, tree: ast.Module) -> None:
        """Note environment variables, those included that a function of the module is told by an argument."""
        nodes = list(ast.walk(tree))
        values = {
            target.id: constant(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        readers: Dict[str, Tuple[int, str]] = {}
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                readers.update(self.reader(node))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.match(node.value):
                self.source.spelled.add(node.value)
        for node in nodes:
            key = variable(node)
            if isinstance(node, ast.Call) and (dotted(node.func) or "").rpartition(".")[2] in readers:
                index, name = readers[(dotted(node.func) or "").rpartition(".")[2]]
                named = [each.value for each in node.keywords if each.arg == name]
                key = (named + node.args[index : index + 1] + [None])[0]
            value = values.get(key.id) if isinstance(key, ast.Name) else constant(key)
            if isinstance(value, str):
                self.source.note("environment", value, self.at(node))

    def reader(self, function: Any) -> Iterator[Tuple[str, Tuple[int, str]]]:
        """A function that reads the variable which an argument names: its name, with that argument's index and name."""
        arguments = list(function.args.posonlyargs) + list(function.args.args)
        defaults = [None] * (len(arguments) - len(function.args.defaults)) + list(function.args.defaults)
        names = {key.id for key in map(variable, ast.walk(function)) if isinstance(key, ast.Name)}
        for index, (argument, default) in enumerate(zip(arguments, defaults)):
            if argument.arg in names:
                if isinstance(constant(default), str):
                    self.source.note("environment", constant(default), self.at(function))
                bound = arguments[0].arg in ("self", "cls")
                yield function.name, (index - bound, argument.arg)

    def aliases(self, nodes: List[ast.AST]) -> Tuple[Set[str], Set[str]]:
        """Names bound to the configuration, and to its `get`."""
        conf, getters = {"conf"}, set()
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
                # `x = y = app.conf` and `get = app.conf.get`
                value = node.value
                targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
                if value.attr == "conf":
                    conf.update(targets)
                elif value.attr in ("get", "__getitem__") and is_conf(value.value, conf):
                    getters.update(targets)
        return conf, getters

    def attribute(
        self,
        node: ast.Attribute,
        me: Optional[str],
        instance: Optional[Set[str]],
        entry: Optional[Json],
        conf: Set[str],
    ) -> None:
        mine = me is not None and isinstance(node.value, ast.Name) and node.value.id == me
        if isinstance(node.ctx, ast.Store):
            self.source.assigned.add(node.attr)
            if mine and node.attr == "__dict__" and entry is not None:
                entry["dynamic"] = True
            elif mine and instance is not None:
                instance.add(node.attr)
        if self.has_settings and is_conf(node.value, conf):
            self.source.note("settings_read", node.attr, self.at(node))

    def subscript(self, node: ast.Subscript, me: Optional[str], entry: Optional[Json], conf: Set[str]) -> None:
        if entry is not None and isinstance(node.ctx, ast.Store) and is_namespace(node.value, me):
            entry["dynamic"] = True
        index: Any = node.slice
        key = constant(getattr(index, "value", index) if type(index).__name__ == "Index" else index)
        if not isinstance(key, str):
            return
        if self.has_settings and is_conf(node.value, conf):
            self.source.note("settings_read", key, self.at(node))

    def call(self, node: ast.Call, me: Optional[str], entry: Optional[Json], conf: Set[str], getters: Set[str]) -> None:
        if entry is not None and sets_attributes(node, me):
            entry["dynamic"] = True
        function = dotted(node.func)
        if function is None:
            return
        owner, _, name = function.rpartition(".")
        if owner.split(".")[-1] == "deprecated" or name == "warn_deprecated":
            self.deprecation(node, "")
        if name in ("send", "send_robust", "send_event", "publish", "_send", "_publish"):
            self.sent(node, owner)
        key = constant(node.args[0]) if node.args else None
        if not isinstance(key, str):
            return
        if owner in ("options", "opts") and name in ENVIRONMENT_METHODS:
            self.source.note("options_read", key, self.at(node))
        elif self.has_settings:
            self.setting_call(node, function, key, conf, getters)

    def setting_call(self, node: ast.Call, function: str, key: str, conf: Set[str], getters: Set[str]) -> None:
        name = function.rpartition(".")[2]
        if function in getters or name == "either":
            keys = [key]
        elif isinstance(node.func, ast.Attribute) and is_conf(node.func.value, conf):
            keys = [key] if name in ("get", "setdefault", "pop", "value_set_for", "first") else []
            if name in ("find_value_for_key", "get_by_parts"):
                namespace = constant(node.args[1]) if len(node.args) > 1 else None
                keys = [key, "{}_{}".format(namespace, key)] if namespace else [key]
        else:
            keys = []
        if name in ("either", "first"):
            keys += [value for value in map(constant, node.args[1:]) if isinstance(value, str)]
        for each in keys:
            self.source.note("settings_read", each, self.at(node))

    def sent(self, node: ast.Call, owner: str) -> None:
        arguments = sorted(key.arg for key in node.keywords if key.arg)
        event = constant(node.args[0]) if node.args else None
        if isinstance(event, str) and EVENT.match(event):
            self.source.note("events_sent", event, {"at": self.at(node), "fields": arguments})
        elif "sender" in arguments and owner:
            sender = next(self.text(key.value) for key in node.keywords if key.arg == "sender")
            arguments.remove("sender")
            entry = {"at": self.at(node), "sender": sender, "arguments": arguments}
            self.source.note("signals_sent", owner.rpartition(".")[2], entry)


def statements(body: List[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block, those in its `if`, `try`, `with` and loops included, definitions not entered."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
            continue
        inner = [block for field in ("body", "orelse", "finalbody") for block in getattr(node, field, ()) or ()]
        inner += [child for handler in getattr(node, "handlers", ()) for child in handler.body]
        if inner:
            yield from statements(inner)
        else:
            yield node


def bound(node: ast.AST) -> List[str]:
    """Names that a simple statement binds."""
    return [child.id for child in ast.walk(node) if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)]


def calls_globals(node: ast.AST) -> bool:
    """Whether a statement at the top level can make names that are not to be read."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call) and dotted(child.func) in ("globals", "vars", "locals", "exec"):
            return True
        if isinstance(child, ast.Attribute) and dotted(child) == "sys.modules" and isinstance(node, ast.Assign):
            return True
    return False


def variable(node: ast.AST) -> Any:
    """What an expression that reads or sets an environment variable gives for its name; None for any other."""
    if isinstance(node, ast.Subscript) and dotted(node.value) in ENVIRONMENTS:
        index: Any = node.slice
        return getattr(index, "value", index) if type(index).__name__ == "Index" else index
    if isinstance(node, ast.Call) and node.args:
        owner, _, name = (dotted(node.func) or "").rpartition(".")
        if name == "getenv" or (owner in ENVIRONMENTS and name in ENVIRONMENT_METHODS):
            return node.args[0]
    return None


def is_namespace(node: ast.AST, me: Optional[str]) -> bool:
    """Whether an expression is the dict of the attributes of `me`: `self.__dict__`, `vars(self)`."""
    if isinstance(node, ast.Call):
        return dotted(node.func) == "vars" and len(node.args) == 1 and dotted(node.args[0]) == me
    return isinstance(node, ast.Attribute) and node.attr == "__dict__" and dotted(node.value) == me


def sets_attributes(node: ast.Call, me: Optional[str]) -> bool:
    """Whether a call sets attributes of `me` whose names cannot be read."""
    if isinstance(node.func, ast.Name) and node.func.id == "setattr" and node.args:
        return dotted(node.args[0]) == me
    # Anything that the dict is handed to, and any method that may add to it.
    if any(is_namespace(argument, me) for argument in node.args):
        return not isinstance(node.func, ast.Name)
    return isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS and is_namespace(node.func.value, me)


def first_argument(node: Any) -> Optional[str]:
    arguments = list(node.args.posonlyargs) + list(node.args.args)
    return arguments[0].arg if arguments else None


def words(tree: ast.Module) -> Iterator[str]:
    """Names with an underscore, and those in strings that are not docstrings."""
    told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            text = node.id
        elif isinstance(node, ast.Attribute):
            text = node.attr
        elif isinstance(node, (ast.arg, ast.keyword)):
            text = node.arg or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            text = node.value
        else:
            continue
        for word in WORD.findall(text):
            yield word


def dotted(node: Any) -> Optional[str]:
    """`a.b.c` of a chain of attributes, of a decorator's call too; None for any other expression."""
    if isinstance(node, ast.Call):
        node = node.func
    parts: List[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))


def is_conf(node: ast.AST, names: Set[str]) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "conf"
    return isinstance(node, ast.Name) and node.id in names


def constant(node: Any) -> Any:
    return node.value if isinstance(node, ast.Constant) else None


if __name__ == "__main__":
    json.dump(main(sys.argv[1:]), sys.stdout, separators=(",", ":"))
