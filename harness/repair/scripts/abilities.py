"""Which transports, result backends or pools there are, and which can do something by their source: some need more."""

import ast
import importlib.util

from celery import concurrency
from celery.app import backends
from kombu import transport

TABLES = {
    "transports": transport.TRANSPORT_ALIASES,
    "backends": backends.BACKEND_ALIASES,
    "pools": concurrency.ALIASES,
}
#: Parts that no list needs: others stand for them, or they are for trying out.
UNMISSED = {
    "kombu.transport.pyamqp", "kombu.transport.librabbitmq", "kombu.transport.memory", "kombu.transport.qpid",
    "kombu.transport.filesystem", "celery.backends.base", "celery.backends.amqp",
}  # fmt: skip


def source(module):
    """The text of a module, which may need what is not installed."""
    spec = importlib.util.find_spec(module)
    with open((spec and spec.origin) or "", encoding="utf-8") as file:
        return file.read()


def defined(node):
    """What a class itself defines, and what its methods set: names with what stands for them."""
    for each in node.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield each.name, each
        for target in getattr(each, "targets", ()):
            yield getattr(target, "id", ""), getattr(each, "value", each)
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
            yield each.attr, each


def members(module, name):
    """What a class has, by itself or by bases in its module, and the names of its other bases."""
    tree = ast.parse(source(module))
    classes = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)}
    waiting, others = [classes[name]] if name in classes else [], []
    found = {}
    for own in waiting:
        for each, value in defined(own):
            if each not in found:
                found[each] = value
        for base in own.bases:
            called = ast.dump(base) if not isinstance(base, ast.Name) else base.id
            if called in classes:
                waiting.append(classes[called])
            else:
                others.append(called)
    return found, others


def flag(found, name):
    """A flag of a class: None when that depends on how it is configured."""
    value = found.get(name, ast.Constant(value=False))
    return value.value is True if isinstance(value, ast.Constant) else None


def fanout(module, name):
    """Whether a transport has fanout exchanges: virtual ones say so, of the others the broker has them."""
    found, others = members(module, name)
    channel = members(module, getattr(found.get("Channel"), "id", "Channel"))[0]
    own = any("id='base'" in each and "attr='Transport'" in each for each in others)
    return flag(channel, "supports_fanout") if "supports_fanout" in channel else own


def asynchronous(module, name):
    """Whether a transport is asynchronous."""
    for node in ast.walk(ast.parse(source(module))):
        if isinstance(node, ast.keyword) and node.arg == "asynchronous" and ast.dump(node.value).find("True") >= 0:
            return True
    return False


def counts(module, name):
    """Whether a backend counts the tasks of a chord that have ended, by itself or as the base class does."""
    found = members(module, name)[0]
    return "on_chord_part_return" in found or flag(found, "implements_incr")


def joins(module, name):
    """Whether a backend supports native joins."""
    return flag(members(module, name)[0], "supports_native_join")


def adds(module, name):
    """Whether a backend adds to a chord."""
    return "add_to_chord" in members(module, name)[0]


def cleans(module, name):
    """Whether a backend removes what has expired, or has its store do so; its store may by itself."""
    return "cleanup" in members(module, name)[0] or "ttl=self.expires" in source(module) or None


def terminates(module, name):
    """Whether a pool can end a job."""
    return "terminate_job" in members(module, name)[0]


def grows(module, name):
    """Whether a pool can grow and shrink."""
    return "grow" in members(module, name)[0]


def reads(setting):
    """Whether a backend's own code makes use of a setting: where it does not, that of all backends may."""
    names = {setting, setting.partition("_")[2]}

    def ability(module, name):
        waiting = [ast.parse(source(module))]
        for node in waiting:
            if getattr(node, "name", "") == "__reduce__":
                continue
            waiting.extend(ast.iter_child_nodes(node))
            own = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"
            if own and isinstance(node.ctx, ast.Load) and node.attr in names:
                return True
            if isinstance(node, ast.Constant) and node.value in names:
                return True
        return None

    return ability


ABILITIES = {
    "fanout": ("has fanout exchanges", fanout),
    "asynchronous": ("is asynchronous", asynchronous),
    "counts": ("counts the tasks of a chord", counts),
    "joins": ("supports native joins", joins),
    "adds": ("adds to a chord", adds),
    "cleans": ("removes what has expired", cleans),
    "terminates": ("can terminate a job", terminates),
    "grows": ("can grow and shrink", grows),
}


def parts(shelf):
    """The parts that the release has: module and class by alias; a module that is gone has none."""
    if shelf not in TABLES:  # a name stands for a content type
        if shelf == "compressions":
            types = importlib.import_module("kombu.compression")._aliases
        else:
            types = importlib.import_module("kombu.serialization").registry.name_to_type
        return {alias.lower(): (kind, "") for alias, kind in types.items()}
    found = {}
    for alias, path in TABLES[shelf].items():
        module, _, name = path.rpartition(":" if ":" in path else ".") if isinstance(path, str) else ("", "", "")
        if module and importlib.util.find_spec(module):
            found[alias.lower()] = module, name
    return found


def ability_of(key):
    """What an ability is called, and how it is told of a part; of all that there are, that they are there."""
    if key.startswith("reads "):
        return "makes use of " + key.partition(" ")[2], reads(key.partition(" ")[2])
    return ABILITIES[key] if key else ("is there", lambda module, name: True)


def observe(text, shelf, named, ability="", whole=False):
    """Hold a list, name → alias, against all parts.

    With `ability` it is to have those that can do that, and no others; a `whole` list is to have all.
    """
    known = parts(shelf)
    told = ["there is no %s called %s" % (shelf[:-1], word) for word, alias in named.items() if alias not in known]
    if ability or whole:
        what, able = ability_of(ability)
        can = {module: None for module, _ in known.values()}
        for module, name in known.values():
            can[module] = can[module] or able(module, name)
        listed = {known[alias][0]: word for word, alias in named.items() if alias in known}
        cannot = [word for module, word in listed.items() if can[module] is False]
        told += ["%s is in the list, and is no %s that %s" % (word, shelf[:-1], what) for word in cannot]
        others = sorted(module for module, has in can.items() if has and module not in listed)
        told += ["%s %s, and is not in the list" % (module, what) for module in others if module not in UNMISSED]
    return "\n".join(told) or "the list is complete, and names no other", bool(told)
