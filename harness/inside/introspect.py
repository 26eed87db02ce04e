"""Facts about the Celery that is installed: ``python introspect.py > facts.json``.

Imports every module of Celery and of its own dependencies, asks the live objects, and reads their source beside it
(``read_source.py``, in a process of its own).  Opens no connection.  What stands on standard output is one JSON object:

    {"schema": 1, "python": "3.11.7",
     "versions": {"celery": "5.4.0", "kombu": "5.3.7", "click": …},
     "extras": {"redis": ["redis>=4.5.2,…"]},             # of Celery's distribution
     "pythons": {"requires": ">=3.8", "minors": ["3.8", …]},   # that it asks for, and that its classifiers name
     "modules": {"celery.app.control": {
         "file": "celery/app/control.py",
         "members": {NAME: ENTRY},
         "import_error": "…", "static": true,             # only of a module that cannot be imported here
         "open": true,                                    # only when names may appear at run time
         "all": [NAME, …]}},                              # __all__, where there is one
     "classes": {"celery.app.control.Control": {
         "mro": [CLASS, …],                               # its bases, nearest first, without object
         "members": {NAME: ENTRY},                        # its own
         "instance": [NAME, …],                           # attributes that its own methods assign to self
         "open": true, "dynamic": true,                   # has __getattr__; sets attributes in other ways
         "foreign": true,                                 # of another distribution: members are names only
         "static": true,                                  # read, not imported; "bases" stands in the place of "mro"
         "metaclass": CLASS, "line": 1}},
     "functions": {"celery.app.shared_task": {"signature": SIGNATURE, "line": 1}},
     "app": ENTRY,                                        # a new application, with its parts two levels down
     "settings": {"keys": {"task_always_eager": {"default": "False", "effective": "…", "type": "bool",
                                                 "old": ["CELERY_ALWAYS_EAGER"], "deprecate_by": …, "remove_by": …,
                                                 "alt": …}},
                  "namespaces": ["broker", …], "properties": [NAME, …],
                  "read": {"redis_client_name": [PLACE, …]},   # keys that code reads, listed or not
                  "daemon": ["worker_pidfile", …]},            # read by name for an option of a command
     "commands": COMMAND,                                 # the click tree of `celery`
     "multi": {"commands": [NAME, …], "options": [OPTION, …]},
     "control": {"revoke": {"type": "control", "alias": null, "visible": true, "default_timeout": 1.0, "help": "…",
                            "signature": "…", "args": [[NAME, TYPE]], "variadic": null, "parameters": SIGNATURE}},
     "signals": {"task_prerun": {"providing_args": [NAME, …], "sent": [{"at", "sender", "arguments"}]}},
     "events": {"task-started": [{"at", "fields"}]},
     "states": {"names": {NAME: VALUE}, "sets": {NAME: [STATE, …]}},
     "exceptions": {"Retry": CLASS},
     "execution": {"apply_async": [NAME, …], "send_task": …, "as_task_v1": …, "as_task_v2": …,
                   "send_task_message": …, "exec_options": …, "from_config": {ATTRIBUTE: SETTING},
                   "read": {KEY: [PLACE]}},
     "aliases": {"backends": {NAME: PATH}, "transports", "pools", "loaders", "serializers", "compressions"},
     "optional": {"serializers": [NAME, …], "compressions"},   # that are there when what they need is installed
     "requires": {"celery": [REQUIREMENT, …], "kombu"},    # without any extra; with markers
     "imports": {"celery.backends.s3": ["boto3", …]},      # modules of others, wherever in its text it imports them
     "fanout": {"kombu.transport.redis": true},            # null: it depends
     "tasks": ["celery.chord", …],                         # of every application
     "messages": {"headers": [NAME, …], "properties", "embed",   # of task messages, second protocol
                  "first": [NAME, …],                         # of their bodies, first protocol
                  "result": [NAME, …],                        # of a stored result
                  "timelimit": ["hard", "soft"]},             # in the order in which they are sent
     "environment": {"CELERY_LOADER": [PLACE, …]},         # variables that code reads, or sets for a child
     "spelled": ["CELERY_LOADER", …],                     # strings of any code that are written like a variable's name
     "words": ["retry_policy", …],                        # of Celery's code, with an underscore; null: unreadable
     "assigned": [NAME, …],                               # attributes that any code assigns to any object
     "deprecated": [{"at", "name", "deprecation", "removal", "alternative"}],
     "problems": [MESSAGE, …]}                            # parts that this release would not tell

    ENTRY      {"kind": "module" | "class", "ref": NAME}
               {"kind": "function", "ref": NAME, "bound": true, "wraps": true, "signature": SIGNATURE}
                   signature only when it is not that of functions[ref]; wraps: calls another that takes something else
               {"kind": "instance", "ref": CLASS, "attributes": [NAME, …], "parts": {NAME: ENTRY}, "proxy": true}
               {"kind": "data", "type": TYPE, "value": REPR}          type "?" when it varies
               {"kind": "import", "target": NAME}                     of a module that was read
               in classes also {"kind": "method" | "staticmethod" | "classmethod", "signature": SIGNATURE},
               {"kind": "property"}, {"kind": "decorated"}, {"kind": "foreign"}
    SIGNATURE  [[NAME, KIND], [NAME, KIND, DEFAULT], …], KIND positional, either, *, keyword or **; null when unknown;
               the first parameter of methods and classmethods is there
    COMMAND    {"name", "help", "options": [OPTION], "arguments": [{"name", "nargs", "required", "choices"}],
                "commands": {NAME: COMMAND}, "group": bool, "allow_extra_args", "ignore_unknown_options",
                "allow_interspersed_args", "hidden", "plugin"}
    OPTION     {"names": ["-A", "--app"], "off": ["--no-x"], "takes_value", "nargs", "multiple", "choices", "type",
                "default", "variables", "required", "hidden", "help"}   # variables: of the environment
    PLACE      "celery/app/base.py:12"

Python 3.8 and the standard library; imports nothing of the harness but its neighbours in this folder.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import warnings
from types import ModuleType
from typing import Any, Dict, List, Tuple

HERE = os.path.dirname(os.path.abspath(__file__))
# No module of this folder stands in the way of one that Celery imports.
sys.path[:] = [entry for entry in sys.path if entry and os.path.abspath(entry) != HERE]

Json = Dict[str, Any]
PACKAGES = ["celery", "kombu", "vine", "billiard", "amqp"]


def main() -> int:
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an import prints is not JSON
    warnings.simplefilter("ignore")
    directories = [path for path in map(directory_of, PACKAGES) if path]
    with tempfile.TemporaryFile() as source:
        reader = subprocess.Popen(
            [sys.executable, "-I", os.path.join(HERE, "read_source.py")] + directories, stdout=source
        )
        describe, parts = neighbour("describe"), neighbour("celery_parts")
        modules, errors = import_all(directories)
        facts = live(describe, parts, modules, errors)
        if reader.wait():
            return 1
        source.seek(0)
        merge(facts, json.loads(source.read().decode("utf-8")))
    output.write(json.dumps(facts, separators=(",", ":"), sort_keys=True) + "\n")
    output.close()
    # Threads that an import has started must not keep the process.
    os._exit(0)


def neighbour(name: str) -> Any:
    """A module of this folder, under a name that nothing imports by chance."""
    spec = importlib.util.spec_from_file_location("_doc_harness_" + name, os.path.join(HERE, name + ".py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def directory_of(package: str) -> str:
    spec = importlib.util.find_spec(package)
    locations = list(spec.submodule_search_locations or ()) if spec is not None else []
    return os.path.abspath(locations[0]) if locations else ""


def import_all(directories: List[str]) -> Tuple[Dict[str, ModuleType], Dict[str, str]]:
    """Every module of the packages, and why the others cannot be imported."""
    source = neighbour("read_source")
    modules: Dict[str, ModuleType] = {}
    errors: Dict[str, str] = {}
    for directory in directories:
        for name, _, _ in source.python_files(directory):
            if name.endswith(".__main__"):
                errors[name] = "a program"
                continue
            try:
                modules[name] = importlib.import_module(name)
            except BaseException as error:
                errors[name] = "{}: {}".format(type(error).__name__, error)
    # Modules without a file, made by code.
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in PACKAGES and isinstance(module, ModuleType):
            modules.setdefault(name, module)
    return modules, errors


def live(describe: Any, parts: Any, modules: Dict[str, ModuleType], errors: Dict[str, str]) -> Json:
    describer = describe.Describer(PACKAGES, importlib.import_module("celery.local").Proxy)
    facts: Json = {"schema": 1, "python": "{}.{}.{}".format(*sys.version_info[:3]), "problems": []}
    facts["modules"] = {name: module_facts(describer, module) for name, module in sorted(modules.items())}
    for name, error in errors.items():
        facts["modules"][name] = {"import_error": error, "static": True, "members": {}}
    for part in parts.PARTS:
        try:
            facts.update(part(describer))
        except Exception as error:
            facts["problems"].append("{}: {}: {}".format(part.__name__, type(error).__name__, error))
    facts["classes"] = describer.classes
    facts["functions"] = describer.functions
    return facts


def module_facts(describer: Any, module: ModuleType) -> Json:
    exported = getattr(module, "__all__", None)
    names = set(vars(module)) | set(dir(module)) | set(exported or ())
    members: Json = {}
    for name in sorted(name for name in names if isinstance(name, str)):
        if name.startswith("__") and name.endswith("__"):
            continue
        try:
            value = getattr(module, name)
        except AttributeError:
            continue
        except ImportError as error:
            # A lazy name for a module that is gone is no name; one whose optional dependency is missing is.
            if describer.tracked(error.name):
                continue
            members[name] = {"kind": "data", "type": "?", "value": type(error).__name__}
            continue
        except Exception as error:
            members[name] = {"kind": "data", "type": "?", "value": type(error).__name__}
            continue
        members[name] = describer.describe(value)
    entry: Json = {"members": members}
    if exported is not None:
        entry["all"] = sorted(map(str, exported))
    if "__getattr__" in vars(module):
        entry["open"] = True
    return entry


def merge(facts: Json, source: Json) -> None:
    """Add to the facts of live objects what reading their source tells."""
    for name, read in source["modules"].items():
        entry = facts["modules"].setdefault(name, {"static": True, "members": {}})
        entry["file"] = read["file"]
        if entry.get("static"):
            merge_unimported(facts, name, entry, read)
        for qualname, cls in read["classes"].items():
            merge_class(facts, "{}.{}".format(name, qualname), cls, bool(entry.get("static")))
        for function, defined in read["names"].items():
            known = facts["functions"].get("{}.{}".format(name, function))
            if known is not None and defined["kind"] == "function":
                known["line"] = defined["line"]
    for name, error in source["errors"].items():
        facts["modules"].setdefault(name, {"members": {}})["open"] = True
        facts["problems"].append("{}: {}".format(name, error))
    facts["assigned"] = source["assigned"]
    facts["environment"] = source["environment"]
    facts["spelled"] = source["spelled"]
    facts["words"] = source["words"]
    facts["deprecated"] = source["deprecated"]
    facts["events"] = source["events_sent"]
    facts.get("settings", {})["read"] = setting_reads(facts, source["settings_read"])
    facts.get("execution", {})["read"] = source["options_read"]
    for signal, entry in facts.get("signals", {}).items():
        entry["sent"] = source["signals_sent"].get(signal, [])


def merge_unimported(facts: Json, name: str, entry: Json, read: Json) -> None:
    if read["open"]:
        entry["open"] = True
    for key, value in read["names"].items():
        if value["kind"] == "class":
            entry["members"][key] = {"kind": "class", "ref": "{}.{}".format(name, key)}
        elif value["kind"] == "function" and not value.get("decorated"):
            ref = "{}.{}".format(name, key)
            entry["members"][key] = {"kind": "function", "ref": ref}
            facts["functions"][ref] = {"signature": value["signature"], "line": value["line"]}
        elif value["kind"] == "import":
            entry["members"][key] = {"kind": "import", "target": value["target"]}
        else:
            entry["members"][key] = {"kind": "data", "type": "?"}


def merge_class(facts: Json, ref: str, read: Json, static: bool) -> None:
    entry = facts["classes"].get(ref)
    if entry is None:
        if not static:
            return
        entry = facts["classes"][ref] = {"bases": read["bases"], "members": read["members"], "static": True}
    entry["line"] = read["line"]
    entry["instance"] = read["instance"]
    if read["dynamic"]:
        entry["dynamic"] = True


def setting_reads(facts: Json, read: Dict[str, List[str]]) -> Json:
    """Keys that code reads from the configuration, without the methods of the configuration object."""
    settings = facts["classes"].get("celery.app.utils.Settings", {"members": {}, "mro": []})
    methods = set(settings["members"])
    for base in settings["mro"]:
        methods.update(facts["classes"].get(base, {"members": {}})["members"])
    keys = facts.get("settings", {}).get("keys", {})
    return {key: places for key, places in read.items() if key in keys or key not in methods}


if __name__ == "__main__":
    sys.exit(main())
