"""Names whose import a sample has forgotten: Celery's own, those of the standard library, and a few of Django's."""

from __future__ import annotations

import builtins
import functools
import importlib
import re
from collections.abc import Mapping
from types import ModuleType

from harness.checks._use import Use
from harness.checks._world import TRACKED, Missing, Thing, World
from harness.model import Sample

PACKAGE = "celery"
#: Modules of it whose names are those of what samples make, too.
MADE = frozenset({"app", "beat", "events", "local", "result", "worker"})
EXCEPTIONS = "celery.exceptions"
#: Where samples import Celery's names from, the best place first.
CELERY = (
    "celery",
    "celery.schedules",
    "celery.exceptions",
    "celery.result",
    "celery.canvas",
    "celery.signals",
    "celery.utils.log",
    "kombu",
)
#: Modules of the standard library that samples use by name.
MODULES = frozenset(
    {
        "collections", "contextlib", "copy", "datetime", "decimal", "errno", "functools", "hashlib", "itertools",
        "json", "logging", "math", "operator", "os", "pathlib", "pickle", "random", "re", "shutil", "signal", "socket",
        "pprint", "subprocess", "sys", "tempfile", "threading", "time", "traceback", "uuid", "warnings",
    }
)  # fmt: skip
#: Of these also the names, as far as nobody else would choose them.
NAMED = ("collections", "contextlib", "datetime", "decimal", "functools", "hashlib", "itertools", "pathlib", "uuid")
#: Exceptions that every module for a database has (PEP 249): who writes one may mean that of any of them.
DATABASE = frozenset(
    {
        "DataError", "DatabaseError", "IntegrityError", "InterfaceError", "InternalError", "NotSupportedError",
        "OperationalError", "ProgrammingError",
    }
)  # fmt: skip
#: Functions of the standard library, and of pytest, that nobody else calls so.
COINED: Mapping[str, str] = {
    "md5": "hashlib", "patch": "unittest.mock", "pformat": "pprint", "pprint": "pprint", "raises": "pytest",
    "sha1": "hashlib", "sha256": "hashlib",
}  # fmt: skip
#: What Django's users import, and from where.
DJANGOS: Mapping[str, str] = {
    "HttpRequest": "django.http", "HttpResponse": "django.http", "HttpResponseRedirect": "django.http",
    "ImproperlyConfigured": "django.core.exceptions", "JsonResponse": "django.http",
    "RequestContext": "django.template", "Site": "django.contrib.sites.models", "cache": "django.core.cache",
    "forms": "django", "get_object_or_404": "django.shortcuts", "get_user_model": "django.contrib.auth",
    "models": "django.db", "render": "django.shortcuts", "reverse": "django.urls", "settings": "django.conf",
    "timezone": "django.utils", "transaction": "django.db",
}  # fmt: skip
DJANGO = re.compile(r"^\s*(?:>>>\s*)?(?:from|import)\s+django\b", re.M)
#: What a reader's own options of the command line are made of, in samples that give them to `celery`.
CLICKS: Mapping[str, str] = {"Argument": "click", "Option": "click"}
CLICK = re.compile(r"\buser_options\b")
#: All of Django's settings are in capitals.
SETTINGS = "settings"
#: Letters of a name that nobody chooses twice.
LONG = 5


def shows_imports(sample: Sample) -> bool:
    """Whether a sample imports anything."""
    return bool(re.search(r"^\s*(?:>>>\s*)?(?:from\s+\S+\s+)?import\s", sample.code, re.M))


def line(world: World, sample: Sample, wanted: str, use: Use) -> str | None:
    """The import that the sample has forgotten; None when it is not certain what the name is."""
    imports = shows_imports(sample)
    # What is raised is also handed on: `pytest.raises(Retry)`.
    put = _is_put_to_use(use) or wanted in world.modules.get(EXCEPTIONS, {}).get("members", {})
    origin = _celerys(world, wanted, use) if imports and put else None
    if origin is None or wanted in MODULES:
        origin = _standard(world, wanted, use, imports=imports)
    if origin is None and imports and wanted in MODULES:
        if found := of_module(wanted, use):
            return found
        # The function that is called as its module: `time()`.
        if use.called and not use.members and callable(getattr(_module(wanted), wanted, None)):
            origin = wanted
    if origin is None and imports:
        origin = _djangos(sample, wanted, use) or _clicks(sample, wanted, use)
    if origin == "":
        return f"import {wanted}"
    return None if origin is None else f"from {origin} import {wanted}"


def of_module(wanted: str, use: Use) -> str | None:
    """The import of a module of the standard library of which names are used that it has."""
    if wanted not in MODULES or not use.members or not all(hasattr(_module(wanted), each) for each in use.members):
        return None
    return f"import {wanted}"


def _is_put_to_use(use: Use) -> bool:
    return use.called or use.decorates or use.inherited or bool(use.members)


def public(world: World, wanted: str) -> str | None:
    """The module that samples import a public class, function or signal of Celery's from."""
    if wanted.startswith("_"):
        return None
    for module in CELERY:
        entry = world.modules.get(module, {})
        names = entry.get("all") or entry.get("members", {})
        if wanted in names and entry["members"].get(wanted, {}).get("kind") in ("class", "function", "instance"):
            return module
    return None


def _celerys(world: World, wanted: str, use: Use) -> str | None:
    """The module of Celery's that a name is from, "" for a top one."""
    return public(world, wanted) or _of_package(world, wanted, use) or _by_one(world, wanted)


def _of_package(world: World, wanted: str, use: Use) -> str | None:
    """The package that a module is from of which names are used that it has, and that nothing else has: `states.X`."""
    if wanted == PACKAGE:
        app = world.app() if "app" in world.facts else None
        own = bool(use.members) and all(f"{PACKAGE}.{each}" in world.modules for each in use.members)
        return "" if own and app is not None and all(_lacks(world, app, each) for each in use.members) else None
    found = [
        name
        for name, module in world.modules.items()
        if name.startswith(f"{PACKAGE}.")
        and name.rpartition(".")[2] == wanted
        and use.members <= set(module["members"])
    ]
    return found[0].rpartition(".")[0] if len(found) == 1 and use.members and wanted not in MADE else None


def _lacks(world: World, owner: Thing, name: str) -> bool:
    try:
        world.member(owner, name)
    except Missing:
        return True
    return False


def _by_one(world: World, wanted: str) -> str | None:
    """The only module of Celery's that defines a class which nobody else would call so; functions are the reader's."""
    if len(wanted) < 2 * LONG - 2 or wanted.startswith("_") or wanted in dir(builtins):
        return None
    found = {
        ref.rpartition(".")[0]
        for ref in world.classes
        if ref.rpartition(".")[2] == wanted and ref.partition(".")[0] in (PACKAGE, "kombu")
    }
    (module,) = found if len(found) == 1 else ("",)
    inner = any(part.startswith("_") for part in module.split("."))
    return module if module in world.modules and not inner else None


@functools.cache
def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _standard(world: World, wanted: str, use: Use, *, imports: bool) -> str | None:
    """The module of the standard library that has a name which nobody else would choose.

    Without imports shown it has to be one with a digit or an underscore in it.
    """
    if imports and wanted in COINED and (use.called or use.decorates):
        return COINED[wanted]
    found = [module for module in NAMED if wanted in _public(module)]
    coined = len(wanted) >= LONG and bool(re.search(r"[\d_]", wanted))
    particular = coined or bool(re.match(r"[A-Z]\w*[a-z]", wanted)) or len(wanted) >= 2 * LONG - 2
    if len(found) != 1 or not (particular if imports else coined):
        return None
    ambiguous = any(ref.partition(".")[0] in TRACKED and ref.rpartition(".")[2] == wanted for ref in world.classes)
    return None if ambiguous else found[0]


@functools.cache
def _public(name: str) -> frozenset[str]:
    module = _module(name)
    names = getattr(module, "__all__", None) or [each for each in dir(module) if not each.startswith("_")]
    return frozenset(each for each in names if getattr(getattr(module, each), "__module__", "").strip("_") == name)


def _djangos(sample: Sample, wanted: str, use: Use) -> str | None:
    """Where a name is from that users of Django import, in a sample that does."""
    if wanted not in DJANGOS or not DJANGO.search(sample.code) or not _is_put_to_use(use):
        return None
    if wanted == SETTINGS and not (use.members and all(each.isupper() for each in use.members)):
        return None
    return DJANGOS[wanted]


def _clicks(sample: Sample, wanted: str, use: Use) -> str | None:
    """Where a class is from of which options of the command line are made."""
    return CLICKS.get(wanted) if CLICK.search(sample.code) and use.called else None
