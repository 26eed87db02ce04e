"""What a target's names are: modules, classes, instances and functions, looked up in its facts.

Certainty first.  An answer is a `Thing`, or `None` when nothing is known about it; `Missing` is raised only where the
name is proven not to exist.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from harness.checks import _nearest

Entry = Mapping[str, Any]
Signature = list[list[str]]

#: Distributions whose names the facts hold.
TRACKED = frozenset({"celery", "kombu", "vine", "billiard", "amqp"})
#: Types of data that can neither be called nor inherited from.
PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "NoneType", "tuple", "list", "set", "frozenset", "dict"})

RESULT = "celery.result.AsyncResult"
SIGNATURE = "celery.canvas.Signature"
#: The classes of what Celery's own methods return, and of what its properties are: no introspection tells.
GIVEN = {
    "celery.app.task.Task.request": "celery.app.task.Context",
    "celery.app.task.Task.delay": RESULT,
    "celery.app.task.Task.apply_async": RESULT,
    "celery.app.task.Task.AsyncResult": RESULT,
    "celery.app.task.Task.apply": "celery.result.EagerResult",
    "celery.app.task.Task.s": SIGNATURE,
    "celery.app.task.Task.si": SIGNATURE,
    "celery.app.task.Task.signature": SIGNATURE,
    "celery.app.base.Celery.send_task": RESULT,
    "celery.canvas.Signature.delay": RESULT,
    "celery.canvas.Signature.apply_async": RESULT,
    "celery.canvas.Signature.set": SIGNATURE,
    "celery.canvas.Signature.clone": SIGNATURE,
    "celery.result.AsyncResult.parent": RESULT,
}
#: Of some the class, which they have made for themselves.
GIVEN_CLASSES = {
    "celery.app.control.Control.inspect": "celery.app.control.Inspect",
    "celery.app.events.Events.Receiver": "celery.events.receiver.EventReceiver",
    "celery.app.events.Events.State": "celery.events.state.State",
}
APP = "celery.app.task.Task.app"
#: What signatures have that are dictionaries.
DICT = frozenset(dir(dict))
#: Methods that have their names of tasks and signatures alone, with what they give.
ANYONES = {"delay": RESULT, "apply_async": RESULT, "s": SIGNATURE, "si": SIGNATURE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """A module, a class, an instance of a class, or something that can be called."""

    kind: Literal["module", "class", "instance", "function"]
    ref: str  # of an instance, its class
    entry: Entry = field(default_factory=dict)
    loose: bool = False  # an instance of a class, or of one that inherits from it or is like it
    signature: Signature | None = None  # of a function, as the caller sees it; None when unknown


class Missing(LookupError):
    """A name that its owner does not have."""

    def __init__(self, owner: Thing, name: str, candidates: frozenset[str]) -> None:
        super().__init__(f"{owner.ref} has no {name}")
        self.thing = owner
        self.owner = owner.ref
        self.name = name
        self.candidates = candidates


class FactsKey:
    """Facts of one release, equal when they are the same object: a key for what is remembered."""

    def __init__(self, facts: Entry) -> None:
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FactsKey) and other.facts is self.facts

    def __hash__(self) -> int:
        return id(self.facts)


@functools.lru_cache(maxsize=8)
def _attributes(known: FactsKey) -> frozenset[str]:
    classes = known.facts.get("classes", {}).values()
    return frozenset(name for entry in classes for name in (*entry["members"], *entry.get("instance", ())))


@functools.lru_cache(maxsize=8)
def _members(known: FactsKey) -> dict[str, frozenset[str]]:
    classes = known.facts.get("classes", {})
    own = {ref: frozenset((*entry.get("members", ()), *entry.get("instance", ()))) for ref, entry in classes.items()}
    world = World(known.facts)
    return {ref: each.union(*(own[base] for base in world.bases(ref) if base in own)) for ref, each in own.items()}


@functools.lru_cache(maxsize=8)
def _parameters(known: FactsKey) -> frozenset[str]:
    facts = known.facts
    found = set(_attributes(known))
    described = [*facts.get("functions", {}).values()]
    for entry in facts.get("classes", {}).values():
        described += entry["members"].values()
    for each in described:
        found.update(parameter[0] for parameter in each.get("signature") or ())
    for table in facts.get("execution", {}).values():
        found.update(table)
    return frozenset(found)


class World:
    """The names of one target."""

    def __init__(self, facts: Entry) -> None:
        self.facts = facts
        self.modules: Mapping[str, Entry] = facts.get("modules", {})
        self.classes: Mapping[str, Entry] = facts.get("classes", {})

    @property
    def members(self) -> Mapping[str, frozenset[str]]:
        """What objects of each class have by name, from its bases too."""
        return _members(FactsKey(self.facts))

    @functools.cached_property
    def assigned(self) -> frozenset[str]:
        """Attributes that some code assigns to some object."""
        return frozenset(self.facts.get("assigned", ()))

    @property
    def attributes(self) -> frozenset[str]:
        """Attributes that some class has."""
        return _attributes(FactsKey(self.facts))

    @property
    def parameters(self) -> frozenset[str]:
        """Names of parameters of some function or method, of options of tasks and of attributes of some class."""
        return _parameters(FactsKey(self.facts))

    def app(self) -> Thing:
        """An application."""
        entry = self.facts["app"]
        return Thing(kind="instance", ref=entry["ref"], entry=entry)

    def module(self, name: str) -> Thing | None:
        """The module `name`; None when it is not of a tracked distribution.  Raises Missing, at its first lost part."""
        parts = name.split(".")
        if parts[0] not in TRACKED or not self.modules:
            return None
        for count in range(1, len(parts) + 1):
            path = ".".join(parts[:count])
            if path in self.modules:
                continue
            owner = ".".join(parts[: count - 1])
            if not owner or self.modules[owner].get("open"):
                return None
            lacking = Thing(kind="module", ref=owner, entry=self.modules[owner])
            raise Missing(lacking, parts[count - 1], frozenset(self._submodules(owner)))
        return Thing(kind="module", ref=name, entry=self.modules[name])

    def _submodules(self, package: str) -> Iterator[str]:
        prefix = package + "."
        return (
            name[len(prefix) :] for name in self.modules if name.startswith(prefix) and "." not in name[len(prefix) :]
        )

    def member(self, owner: Thing | None, name: str) -> Thing | None:
        """What `owner.name` is; None when that is not known.  Raises Missing when it does not exist."""
        if owner is None or (name.startswith("__") and name.endswith("__")):
            return None
        if owner.kind == "module":
            return self._of_module(owner, name)
        if owner.kind not in ("class", "instance"):
            return None
        if owner.loose and (name in self.attributes or name in DICT):
            return None
        return self._of_class(owner, name)

    # - Modules

    def _of_module(self, owner: Thing, name: str) -> Thing | None:
        members = owner.entry["members"]
        submodule = f"{owner.ref}.{name}"
        # A module that is made when it is asked for does not know its whole name.
        own = members.get(name, {}).get("kind") == "module" and members[name]["ref"] not in self.modules
        if name in members and not (own and submodule in self.modules):
            return self._thing(members[name])
        if submodule in self.modules:
            return Thing(kind="module", ref=submodule, entry=self.modules[submodule])
        if owner.entry.get("open"):
            return None
        raise Missing(owner, name, frozenset(members) | frozenset(self._submodules(owner.ref)))

    def _thing(self, entry: Entry) -> Thing | None:
        kind = entry["kind"]
        if kind == "module":
            ref = entry["ref"]
            return Thing(kind="module", ref=ref, entry=self.modules[ref]) if ref in self.modules else None
        if kind == "class":
            return Thing(kind="class", ref=entry["ref"]) if entry["ref"] in self.classes else None
        if kind == "instance":
            return self.instance(entry["ref"], entry)
        if kind == "function":
            return Thing(kind="function", ref=entry["ref"], signature=self._signature(entry))
        if kind == "import":
            return self.resolve(entry["target"])
        return None

    def resolve(self, dotted: str) -> Thing | None:
        """What a dotted name stands for; None when it is not known or not there."""
        module, _, name = dotted.rpartition(".")
        try:
            if not module:
                return self.module(name)
            if dotted in self.modules:
                return self.module(dotted)
            return self.member(self.resolve(module), name)
        except Missing:
            return None

    def _signature(self, entry: Entry) -> Signature | None:
        # What wraps another callable may hand on anything, and fail only there.
        if entry.get("wraps"):
            return None
        known = entry.get("signature") or self.facts["functions"].get(entry["ref"], {}).get("signature")
        return list(known)[1:] if known and entry.get("bound") else known

    # - Classes and instances

    def _of_class(self, owner: Thing, name: str) -> Thing | None:
        parts = owner.entry.get("parts", {})
        if name in parts:
            return self._thing(parts[name])
        if name in owner.entry.get("attributes", ()):
            return None
        candidates: set[str] = set(parts) | set(owner.entry.get("attributes", ()))
        dynamic = False
        for ref in (owner.ref, *self.bases(owner.ref)):
            entry = self.classes.get(ref)
            if entry is None:
                return None
            if name in entry["members"]:
                return self._class_member(owner, ref, name, entry["members"][name])
            if name in entry.get("instance", ()) and f"{ref}.{name}" in GIVEN:
                return self._given(f"{ref}.{name}")
            if name in entry.get("instance", ()) or self._unsure(owner, ref, {**entry, "dynamic": False}):
                return None
            dynamic = dynamic or bool(entry.get("dynamic"))
            candidates |= set(entry["members"]) | set(entry.get("instance", ()))
        if name in self.assigned:
            return None
        # What sets attributes by computed names may have any, but hardly one that is nearly one of those it has.
        if dynamic and (name in self.attributes or _nearest.nearest(name, candidates) is None):
            return None
        raise Missing(owner, name, frozenset(each for each in candidates if not each.startswith("__")))

    def bases(self, ref: str) -> tuple[str, ...]:
        """The classes that a class inherits from; "?" for one that is not known."""
        entry = self.classes[ref]
        if not entry.get("static"):
            return tuple(entry["mro"])
        found: list[str] = []
        module = ref.rpartition(".")[0]
        for base in entry["bases"]:
            thing = None if base == "object" else self.resolve(f"{module}.{base}")
            if base != "object":
                found += ["?"] if thing is None or thing.kind != "class" else [thing.ref, *self.bases(thing.ref)]
        return tuple(found)

    @staticmethod
    def _unsure(owner: Thing, ref: str, entry: Entry) -> bool:
        """Whether a class may have names that the facts do not tell."""
        if entry.get("open") or entry.get("dynamic") or entry.get("decorated"):
            return True
        if owner.kind == "class":
            return "metaclass" in entry and entry["metaclass"] != "abc.ABCMeta"
        # Foreign code was not read: what it assigns to its instances is unknown.
        return bool(entry.get("foreign")) and not ref.startswith("builtins.")

    def _class_member(self, owner: Thing, ref: str, name: str, entry: Entry) -> Thing | None:
        kind = entry["kind"]
        if kind in ("method", "classmethod", "staticmethod"):
            signature = entry.get("signature")
            bound = kind == "classmethod" or (kind == "method" and owner.kind == "instance")
            if signature is not None and bound:
                # A method whose first parameter is *args takes what follows as well.
                signature = signature[1:] if signature and signature[0][1] in ("either", "positional") else signature
            return Thing(kind="function", ref=f"{ref}.{name}", signature=signature)
        if kind == "class":
            return Thing(kind="class", ref=entry["ref"]) if entry.get("ref") in self.classes else None
        return self._given(f"{ref}.{name}") if kind == "property" else None

    def _given(self, ref: str) -> Thing | None:
        """What a method returns, or a property is."""
        if ref == APP and "app" in self.facts:
            return self.app()
        made = GIVEN_CLASSES.get(ref)
        if made in self.classes and made is not None:
            return Thing(kind="class", ref=made)
        given = GIVEN.get(ref)
        return self.instance(given) if given in self.classes and given is not None else None

    def given_by(self, method: str) -> Thing | None:
        """What a method gives of whose object nothing is known; None for one that anything may have."""
        ref = ANYONES.get(method)
        if ref not in self.classes or ref is None:
            return None
        return Thing(kind="instance", ref=ref, loose=True)

    def linked(self, left: Thing | None, right: Thing | None) -> Thing | None:
        """What two signatures with a bar between them are."""
        if not all(each is not None and self.inherits(each.ref, SIGNATURE) for each in (left, right)):
            return None
        return Thing(kind="instance", ref=SIGNATURE, loose=True)

    def decides(self, owner: Thing | None) -> bool:
        """Whether a name that `owner` does not have would be told from one that it has."""
        if owner is None or owner.kind == "function":
            return False
        if owner.kind == "module":
            return not owner.entry.get("open")
        refs = (owner.ref, *self.bases(owner.ref)) if owner.ref in self.classes else (owner.ref,)
        entries = [self.classes.get(ref) for ref in refs]
        return all(
            entry is not None and not self._unsure(owner, ref, entry) for ref, entry in zip(refs, entries, strict=True)
        )

    def lists(self, owner: Thing, name: str) -> bool:
        """Whether a class has a member of a name in its own code, or in that of its bases."""
        if owner.kind != "class" or owner.ref not in self.classes:
            return False
        entries = (self.classes.get(ref, {}) for ref in (owner.ref, *self.bases(owner.ref)))
        return any(name in entry.get("members", ()) or name in entry.get("instance", ()) for entry in entries)

    def spells(self, name: str) -> bool:
        """Whether some code of the release may have a name; of one that is a mere word nobody can tell."""
        words = self.facts.get("words")
        return words is None or "_" not in name.strip("_") or name in words or name in self.parameters

    # - Kinds

    def kind(self, owner: Thing, name: str) -> str:
        """What a name of `owner` is: module, class, instance, function or data; "" when that is not certain."""
        try:
            thing = self.member(owner, name)
        except Missing:
            return ""
        if thing is not None:
            return thing.kind
        entry: Entry = {}
        if owner.kind == "module":
            entry = owner.entry["members"].get(name, {})
        elif name in owner.entry.get("parts", {}):
            entry = owner.entry["parts"][name]
        known = entry.get("kind", "")
        if known in ("class", "function", "instance", "module"):
            return str(known)
        return "data" if known == "data" and entry.get("type") in PLAIN else ""

    def inherits(self, ref: str, base: str) -> bool | None:
        """Whether a class is `base` or inherits from it; None when not all of its bases are known."""
        if ref == base:
            return True
        if ref not in self.classes:
            return None
        bases = self.bases(ref)
        return True if base in bases else None if "?" in bases else False

    # - Calls

    def call(self, callee: Thing | None) -> Thing | None:
        """What calling returns; known of plain classes, and of some methods."""
        if callee is not None and callee.kind == "function":
            return self._given(callee.ref)
        if callee is None or callee.kind != "class" or not self._plain(callee.ref):
            return None
        return self.instance(callee.ref)

    def instance(self, ref: str, entry: Entry | None = None) -> Thing:
        """An instance of a class."""
        # One application is as good as another, and of one the parts are known.
        app = self.facts.get("app", {})
        return Thing(kind="instance", ref=ref, entry=app if app.get("ref") == ref else entry or {})

    def constructor(self, callee: Thing) -> Signature | None:
        """What a class takes when it is called; None when that is not certain."""
        if not self._plain(callee.ref):
            return None
        for ref in (callee.ref, *self.bases(callee.ref)):
            entry = self.classes.get(ref)
            if entry is None or entry.get("foreign"):
                return None
            if "__init__" in entry["members"]:
                signature = entry["members"]["__init__"].get("signature")
                return list(signature)[1:] if signature else None
        return None

    def _plain(self, ref: str) -> bool:
        """Whether calling the class makes an instance of it by `__init__` alone."""
        for each in (ref, *self.bases(ref)):
            entry = self.classes.get(each)
            if entry is None or "metaclass" in entry or entry.get("decorated") or "__new__" in entry["members"]:
                return False
        return True
