"""What only Celery has: settings, the command line, remote control, signals, states, execution options.

Part of ``introspect.py``, whose docstring gives the shapes.  Each function of `PARTS` takes the describer and returns
entries of the facts; one that a release does not support raises, and the others go on.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import sys
from typing import Any, Dict, Iterable, Iterator, List, Optional, Set

Json = Dict[str, Any]


#: The classifier of a minor of Python.
MINOR = re.compile(r"Programming Language :: Python :: (\d\.\d+)$")
#: How the command line is told what all its environment variables begin with.
PREFIX = re.compile(r"auto_envvar_prefix=['\"](\w+)['\"]")
#: Parts of an application whose class the configuration decides.
VARYING = {"backend", "loader", "pool", "producer_pool"}


def versions(describer: Any) -> Json:
    """Versions of Celery and of what it depends on; the extras of Celery's distribution, and the Pythons it is for."""
    metadata = importlib.import_module("importlib.metadata")
    found: Json = {}
    for name in ("celery", "kombu", "vine", "billiard", "amqp", "click", "redis"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    told = metadata.metadata("celery")
    extras: Json = {name: [] for name in told.get_all("Provides-Extra") or ()}
    for requirement in metadata.requires("celery") or ():
        wanted, _, marker = requirement.partition(";")
        for name in extras:
            if "extra == '{}'".format(name) in marker.replace('"', "'"):
                extras[name].append(wanted.strip())
    minors = [MINOR.match(each) for each in told.get_all("Classifier") or ()]
    pythons = {"requires": told.get("Requires-Python") or "", "minors": [each[1] for each in minors if each]}
    return {"versions": found, "extras": extras, "pythons": pythons}


def application(describer: Any) -> Json:
    """A new application, not made the current one."""
    celery = importlib.import_module("celery")
    app = celery.Celery("doc_harness", set_as_current=False, autofinalize=True)
    entry = describer.instance(app, 2)
    for name in VARYING & set(entry["parts"]):
        entry["parts"][name] = {"kind": "data", "type": "?"}
    return {"app": entry}


def settings(describer: Any) -> Json:
    """Settings with their defaults and old names."""
    defaults = importlib.import_module("celery.app.defaults")
    celery = importlib.import_module("celery")
    plain = sys.modules[type(describer).__module__].plain
    conf = celery.Celery("doc_harness", set_as_current=False).conf
    keys: Json = {}
    for key, option in defaults.flatten(defaults.NAMESPACES):
        entry = {"default": plain(option.default), "type": getattr(option.type, "__name__", option.type), "old": []}
        for attribute in ("alt", "deprecate_by", "remove_by"):
            if getattr(option, attribute, None) is not None:
                entry[attribute] = str(getattr(option, attribute))
        try:
            effective = plain(conf[key])
        except Exception as error:
            effective = "<{}>".format(type(error).__name__)
        if effective != entry["default"]:
            entry["effective"] = effective
        keys[key] = entry
    for old, new in defaults._TO_NEW_KEY.items():
        keys[new]["old"].append(old)
    for entry in keys.values():
        entry["old"].sort()
    for key, value in in_use(celery.Celery("doc_harness", set_as_current=False)):
        if key in keys and plain(value) != keys[key]["default"]:
            keys[key]["effective"] = plain(value)
    settings_class = importlib.import_module("celery.app.utils").Settings
    return {
        "settings": {
            "keys": keys,
            "namespaces": sorted(name for name, value in defaults.NAMESPACES.items() if isinstance(value, dict)),
            "properties": sorted(name for name, value in vars(settings_class).items() if isinstance(value, property)),
            "daemon": sorted(daemon_settings(importlib.import_module("celery.bin.celery").celery)),
            "fallbacks": fallbacks(os.path.dirname(str(celery.__file__)), set(keys)),
            "delivery_modes": delivery_modes(),
        }
    }


#: Settings of the broker by what a connection calls them.
OF_CONNECTIONS = {
    "broker_host": "hostname",
    "broker_user": "userid",
    "broker_port": "port",
    "broker_vhost": "virtual_host",
    "broker_transport": "transport",
    "broker_connection_timeout": "connect_timeout",
    "broker_login_method": "login_method",
    "broker_failover_strategy": "failover_strategy",
}


def in_use(app: Any) -> Iterator[Any]:
    """Settings with what an unconfigured application makes of them, of those for which it can be asked."""
    for key, value in vars(type(app.conf)).items():
        if isinstance(value, property) and getattr(app.conf, key, None) is not None:
            yield key, getattr(app.conf, key)
    if hasattr(app, "timezone"):
        yield "timezone", str(app.timezone)
    if hasattr(app, "connection_for_write"):
        connection = app.connection_for_write()
        yield "broker_url", connection.as_uri()
        told = connection.info()
        for key, name in OF_CONNECTIONS.items():
            if told.get(name) is not None:
                yield key, told[name]


def delivery_modes() -> Json:
    """Words that stand for a number where messages are sent."""
    try:
        return dict(importlib.import_module("kombu.entity").DELIVERY_MODES)
    except ImportError:
        return {}


def fallbacks(directory: str, keys: Set[str]) -> Json:
    """Values that code takes for a setting that is not configured, as it writes them; "?" for what is no constant.

    Of a setting in no table, that code reads all the same, they are all that there is to tell of its default.
    """
    found: Json = {}
    for folder, _, names in os.walk(directory):
        for name in sorted(names):
            if not name.endswith(".py"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                text = file.read()
            if re.search(r"conf\b", text):
                for key, value in Fallbacks(ast.parse(text)).read(keys):
                    values = found.setdefault(key, [])
                    if value is not None and value not in values:
                        values.append(value)
    return {key: sorted(found[key]) for key in sorted(found) if found[key] or key not in keys}


class Fallbacks:
    """Reads one module."""

    def __init__(self, tree: ast.Module) -> None:
        self.nodes = list(ast.walk(tree))
        self._asked: Optional[Set[str]] = None
        self.getters = {
            target.id
            for node in self.nodes
            if isinstance(node, ast.Assign) and is_getter(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def read(self, keys: Set[str]) -> Iterator[Any]:
        """Keys with a value, or None where none is given; constants of the classes that have a key's last word too."""
        read = set()
        for node in self.nodes:
            key = self.key(node)
            if key is not None and (key in keys or isinstance(node, ast.Call)):
                read.add(key)
                yield key, constant(node.args[1]) if isinstance(node, ast.Call) and len(node.args) > 1 else None
            if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
                for at, operand in enumerate(node.values[:-1]):
                    key = self.key(operand)
                    if key is not None:
                        for each in node.values[at + 1 :]:
                            yield key, constant(each)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for key, value in self.preferred(node):
                    yield key, value
            if isinstance(node, ast.IfExp):
                for inner in ast.walk(node.test):
                    key = self.key(inner)
                    if key is not None:
                        yield key, constant(node.orelse)
                        yield key, constant(node.body)
        for key, name in self.kept():
            if name in self.asked():
                yield key, "?"
        for name, value in self.constants():
            for key in read:
                if key.split("_")[-1] == name.split("_")[-1]:
                    yield key, value

    def preferred(self, function: Any) -> Iterator[Any]:
        """Keys with the default of an argument that is taken before the setting is: `port or conf.port`."""
        arguments = function.args
        names = [each.arg for each in (arguments.args + arguments.kwonlyargs)]
        values = [None] * (len(arguments.args) - len(arguments.defaults)) + arguments.defaults + arguments.kw_defaults
        defaults = {name: value for name, value in zip(names, values) if value is not None}
        for node in ast.walk(function):
            if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
                for at, operand in enumerate(node.values):
                    key = self.key(operand)
                    if key is not None:
                        for each in node.values[:at]:
                            default = defaults.get(getattr(each, "id", None))
                            if getattr(default, "value", None):
                                yield key, constant(default)

    def kept(self) -> Iterator[Any]:
        """Keys with the names that what was read is assigned to, or given on as."""
        for node in self.nodes:
            targets = [getattr(each, "attr", getattr(each, "id", None)) for each in getattr(node, "targets", ())]
            if isinstance(node, ast.keyword):
                targets = [node.arg]
            if any(targets):
                for inner in ast.walk(node):
                    key = self.key(inner)
                    if key is not None:
                        for name in targets:
                            yield key, name

    def asked(self) -> Set[str]:
        """Names of which code asks whether there is anything in them: it may take something else then."""
        if self._asked is None:
            tests: List[Any] = []
            for node in self.nodes:
                if isinstance(node, ast.BoolOp):
                    tests.extend(node.values)
                elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
                    tests.append(node.left)
                elif isinstance(node, (ast.If, ast.IfExp)):
                    tests.append(node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test)
            self._asked = {getattr(each, "attr", getattr(each, "id", "")) for each in tests}
        return self._asked

    def constants(self) -> Iterator[Any]:
        for node in self.nodes:
            if isinstance(node, ast.ClassDef):
                for each in node.body:
                    if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                        yield each.targets[0].id, constant(each.value)

    def key(self, node: Any) -> Optional[str]:
        """The setting that an expression reads."""
        if isinstance(node, ast.Attribute) and is_configuration(node.value):
            return node.attr
        called = isinstance(node, ast.Call) and node.args
        if called and (is_getter(node.func) or (isinstance(node.func, ast.Name) and node.func.id in self.getters)):
            key = getattr(node.args[0], "value", None)
            return key if isinstance(key, str) else None
        return None


def is_configuration(node: Any) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) in ("conf", "_conf")


def is_getter(node: Any) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "get" and is_configuration(node.value)


def constant(node: Any) -> str:
    try:
        return repr(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError):
        return "?"


def daemon_settings(group: Any) -> Iterable[str]:
    """Settings that an option of a command falls back to: the command's name before the option's."""
    for command in group.commands.values():
        for parameter in command.params:
            if hasattr(parameter, "daemon_setting"):
                yield "{}_{}".format(command.name, parameter.name)


def commands(describer: Any) -> Json:
    """The click tree of `celery`."""
    module = importlib.import_module("celery.bin.celery")
    prefix = PREFIX.search(inspect.getsource(module))
    multi = importlib.import_module("celery.bin.multi").MultiTool()
    reserved = [{"names": [name], "takes_value": False} for name, _ in multi.reserved_options]
    return {
        "commands": command(module.celery, None, "celery", prefix[1] if prefix else None),
        "multi": {"commands": sorted(multi.commands), "options": reserved},
    }


def command(cmd: Any, parent: Any, name: str, prefix: Optional[str] = None) -> Json:
    click = importlib.import_module("click")
    settings = dict(cmd.context_settings, **({"auto_envvar_prefix": prefix} if prefix else {}))
    context = click.Context(cmd, info_name=name, parent=parent, **settings)
    parameters = cmd.get_params(context)
    entry: Json = {
        "name": name,
        "help": (cmd.help or "").strip().split("\n")[0],
        "options": [option(each, context) for each in parameters if each.param_type_name == "option"],
        "arguments": [argument(each) for each in parameters if each.param_type_name == "argument"],
        "group": hasattr(cmd, "commands"),
        "allow_extra_args": bool(context.allow_extra_args),
        "ignore_unknown_options": bool(context.ignore_unknown_options),
        "allow_interspersed_args": bool(context.allow_interspersed_args),
        "hidden": bool(getattr(cmd, "hidden", False)),
        "plugin": (getattr(cmd.callback, "__module__", None) or "celery").split(".")[0] != "celery",
        "commands": {},
    }
    for key, child in sorted(getattr(cmd, "commands", {}).items()):
        entry["commands"][key] = command(child, context, key)
    return entry


def option(parameter: Any, context: Any) -> Json:
    return {
        "names": list(parameter.opts),
        "off": list(parameter.secondary_opts),
        "takes_value": not (parameter.is_flag or parameter.count),
        "nargs": parameter.nargs,
        "multiple": bool(parameter.multiple),
        "choices": choices(parameter),
        "type": type(parameter.type).__name__,
        "default": default(parameter),
        "variables": variables(parameter, context),
        "required": bool(parameter.required),
        "hidden": bool(getattr(parameter, "hidden", False)),
        "help": parameter.help or "",
    }


def variables(parameter: Any, context: Any) -> List[str]:
    """Environment variables that stand for an option: those that it names, and the one that click makes of its name."""
    named = parameter.envvar or ()
    found = [named] if isinstance(named, str) else list(named)
    if context.auto_envvar_prefix and parameter.name and parameter.allow_from_autoenv:
        found.append("{}_{}".format(context.auto_envvar_prefix, parameter.name.upper()))
    return found


def argument(parameter: Any) -> Json:
    return {
        "name": parameter.name,
        "nargs": parameter.nargs,
        "required": bool(parameter.required),
        "choices": choices(parameter),
    }


def choices(parameter: Any) -> Any:
    found = getattr(parameter.type, "choices", None)
    return None if found is None else [str(each) for each in found]


def default(parameter: Any) -> Any:
    # A default that is computed when the command runs, or click's mark for "none was given", is no constant to tell.
    value = parameter.default
    if value is None or isinstance(value, (str, int, float, bool, tuple, list)):
        return repr(value)
    return None


def control(describer: Any) -> Json:
    """Remote control and inspect commands."""
    signature = sys.modules[type(describer).__module__].signature
    panel = importlib.import_module("celery.worker.control").Panel
    found: Json = {}
    for name, meta in panel.meta.items():
        found[name] = {
            "type": meta.type,
            "alias": meta.alias,
            "visible": bool(meta.visible),
            "default_timeout": meta.default_timeout,
            "help": meta.help,
            "signature": meta.signature,
            "args": [[each[0], getattr(each[1], "__name__", None)] for each in meta.args or ()],
            "variadic": meta.variadic,
            "parameters": signature(panel.data[name]),
        }
    return {"control": found}


def signals(describer: Any) -> Json:
    signal = importlib.import_module("celery.utils.dispatch").Signal
    found: Json = {}
    for name, value in vars(importlib.import_module("celery.signals")).items():
        if isinstance(value, signal):
            found[name] = {"providing_args": sorted(getattr(value, "providing_args", None) or ())}
    return {"signals": found}


def states(describer: Any) -> Json:
    module = vars(importlib.import_module("celery.states"))
    names = {name: str(value) for name, value in module.items() if name.isupper() and isinstance(value, str)}
    sets = {
        name: sorted(map(str, value))
        for name, value in module.items()
        if name.isupper() and isinstance(value, (set, frozenset))
    }
    exceptions = {
        name: describer.class_ref(value)
        for name, value in vars(importlib.import_module("celery.exceptions")).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
    return {"states": {"names": names, "sets": sets}, "exceptions": exceptions}


def execution(describer: Any) -> Json:
    """Names of the options that sending a task takes, by who takes them."""
    celery = importlib.import_module("celery")
    task = importlib.import_module("celery.app.task")
    names = sys.modules[type(describer).__module__].signature
    amqp = celery.Celery("doc_harness", set_as_current=False).amqp
    takers = {
        "apply_async": task.Task.apply_async,
        "apply": task.Task.apply,
        "retry": task.Task.retry,
        "send_task": celery.Celery.send_task,
        "as_task_v1": type(amqp).as_task_v1,
        "as_task_v2": type(amqp).as_task_v2,
        "send_task_message": amqp.send_task_message,
    }
    found: Json = {
        key: [each[0] for each in names(taker) or () if each[1] in ("either", "keyword") and each[0] != "self"]
        for key, taker in takers.items()
    }
    found["exec_options"] = closed_over(task.extract_exec_options)
    found["from_config"] = dict(task.Task.from_config)
    return {"execution": found}


def closed_over(function: Any) -> List[str]:
    """The attribute names that a `mattrgetter` was made with."""
    return sorted(name for cell in function.__closure__ for name in cell.cell_contents if isinstance(name, str))


def aliases(describer: Any) -> Json:
    """Short names that stand for classes: of backends, transports, pools, loaders, serializers, compressions."""
    serialization = importlib.import_module("kombu.serialization")
    compression = importlib.import_module("kombu.compression")
    tables = {
        "backends": ("celery.app.backends", "BACKEND_ALIASES"),
        "transports": ("kombu.transport", "TRANSPORT_ALIASES"),
        "pools": ("celery.concurrency", "ALIASES"),
        "loaders": ("celery.loaders", "LOADER_ALIASES"),
    }
    found: Json = {}
    for key, (module, name) in tables.items():
        table = getattr(importlib.import_module(module), name)
        found[key] = {str(alias): path if isinstance(path, str) else "?" for alias, path in table.items()}
    found["serializers"] = {name: mime for name, mime in serialization.registry.name_to_type.items() if name}
    found["compressions"] = dict(compression._aliases)
    optional = {
        "serializers": registered("kombu.serialization") | registered("celery.security.serialization"),
        "compressions": registered("kombu.compression"),
    }
    return {"aliases": found, "optional": {key: sorted(names - set(found[key])) for key, names in optional.items()}}


def registered(module: str) -> Set[str]:
    """Names that a module registers, or would if what they need were installed: words in its calls of `register`."""
    package, *parts = module.split(".")
    # Its own package may need what is not installed: only the first is imported.
    path = os.path.join(os.path.dirname(str(importlib.import_module(package).__file__)), *parts) + ".py"
    if not os.path.exists(path):
        return set()
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = [
        getattr(inner, "value", None)
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) == "register"
        for inner in ast.walk(call)
        if isinstance(inner, ast.Constant)
    ]
    return {name for name in names if isinstance(name, str) and re.match(r"[a-z]\w*$", name)}


def messages(describer: Any) -> Json:
    """Fields of what is sent and stored: of task messages in both protocols, and of results."""
    celery = importlib.import_module("celery")
    app = celery.Celery("doc_harness", set_as_current=False)
    # Limits that can be told apart: the soft one is the lower.
    limits = {"time_limit": 2, "soft_time_limit": 1}
    second = app.amqp.as_task_v2("id", "name", **limits)
    first = app.amqp.as_task_v1("id", "name", **limits)
    result = app.backend._get_result_meta(None, "SUCCESS", None, None)
    return {
        "messages": {
            "headers": sorted(second.headers),
            "properties": sorted(second.properties),
            "embed": sorted(second.body[2]),
            "first": sorted(first.body),
            "result": sorted(set(result) | {"task_id"}),
            "timelimit": ["hard" if each == 2 else "soft" for each in second.headers["timelimit"]],
        }
    }


#: A module that another one imports, anywhere in its text.
IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?[ \t]*(\w*)|import[ \t]+([\w. ,]+))", re.M)


def outside(describer: Any) -> Json:
    """What Celery and kombu need of others: by their metadata, and modules that their own import."""
    metadata = importlib.import_module("importlib.metadata")
    requires: Json = {}
    imports: Json = {}
    for package in ("celery", "kombu"):
        try:
            requires[package] = [each for each in metadata.requires(package) or () if "extra ==" not in each]
        except metadata.PackageNotFoundError:
            pass
        directory = os.path.dirname(str(importlib.import_module(package).__file__))
        for name, text in texts(package, directory):
            found = {each for match in IMPORTED.finditer(text) for each in modules_of(match)}
            foreign = sorted(each for each in found if not describer.tracked(each))
            if foreign:
                imports[name] = foreign
    return {"requires": requires, "imports": imports}


def texts(package: str, directory: str) -> Iterator[Any]:
    """The modules of a package with their text."""
    for folder, _, names in sorted(os.walk(directory)):
        inner = os.path.relpath(folder, directory).replace(os.sep, ".")
        for name in sorted(names):
            if name.endswith(".py"):
                parts = [package] + ([inner] if inner != "." else []) + ([name[:-3]] if name != "__init__.py" else [])
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    yield ".".join(parts), file.read()


def modules_of(match: Any) -> Iterator[str]:
    """The modules that a statement imports; of one that imports a name from a package, the name's too."""
    source, name, listed = match.groups()
    if source is not None and not source.startswith("."):
        yield source
        if name:
            yield "{}.{}".format(source, name)
    for each in (listed or "").split(","):
        if each.split():
            yield each.split()[0]


def abilities(describer: Any) -> Json:
    """Transports that have fanout exchanges, and asynchronous ones; tasks that every app has."""
    celery = importlib.import_module("celery")
    found: Json = {}
    asynchronous: Json = {}
    paths = importlib.import_module("kombu.transport").TRANSPORT_ALIASES.values()
    for path in sorted({each for each in paths if isinstance(each, str)}):
        module, _, name = path.partition(":") if ":" in path else path.rpartition(".")
        if module not in found or name == "Transport":
            found[module] = has_fanout(module, name)
            asynchronous[module] = is_asynchronous(module, name)
    tasks = getattr(celery.Celery("doc_harness", set_as_current=False), "tasks", {})
    # Others are there only since their module was imported here.
    own = sorted(name for name, task in tasks.items() if task.__module__ == "celery.app.builtins")
    return {
        "fanout": {name: found[name] for name in sorted(found)},
        "asynchronous": {name: asynchronous[name] for name in sorted(asynchronous)},
        "tasks": own,
    }


def has_fanout(module: str, name: str) -> Optional[bool]:
    """Whether a transport has fanout exchanges; None when that depends on its configuration, or cannot be told."""
    try:
        transport = getattr(importlib.import_module(module), name)
        channel = vars(transport).get("Channel")
        told = getattr(channel, "supports_fanout", True)
        return "fanout" in transport.implements.exchange_type and told if isinstance(told, bool) else None
    except Exception:
        pass
    text = text_of_transport(module)
    if text is None:
        return None
    if re.search(r"def supports_fanout\b", text):
        return None
    if re.search(r"class Transport\(virtual\.Transport\)", text):
        return re.search(r"supports_fanout\s*=\s*True", text) is not None
    return True if re.search(r"class Transport\(base\.Transport\)", text) else None


def is_asynchronous(module: str, name: str) -> Optional[bool]:
    """Whether a transport is asynchronous; None when that cannot be told."""
    try:
        return bool(getattr(importlib.import_module(module), name).implements.asynchronous)
    except Exception:
        pass
    text = text_of_transport(module)
    return None if text is None else re.search(r"\basynchronous\s*=\s*True\b", text) is not None


def text_of_transport(module: str) -> Optional[str]:
    """The text of a module of Kombu's: of one that cannot be imported, as what it needs is not installed."""
    path = os.path.join(os.path.dirname(str(importlib.import_module("kombu").__file__)), *module.split(".")[1:])
    path = path + ".py" if os.path.exists(path + ".py") else os.path.join(path, "__init__.py")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


PARTS = (
    versions,
    application,
    settings,
    commands,
    control,
    signals,
    states,
    execution,
    aliases,
    messages,
    outside,
    abilities,
)
