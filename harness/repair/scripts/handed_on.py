"""What comes of a keyword argument: the source is followed to those that a callable hands it on to."""

import ast
import importlib
import inspect
import textwrap

#: As far as a keyword is followed.
DEPTH = 5


def resolve(path):
    """What a dotted path names."""
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            found = getattr(found, part)
        return found
    raise ImportError(path)


def fate(owner, name, sought, trail, depth=DEPTH):
    """What comes of a keyword of a function of a class or module, "" when somebody reads it, or may."""
    function = inspect.unwrap(getattr(owner, name))
    source, line = inspect.getsourcelines(function)
    tree = ast.walk(ast.parse(textwrap.dedent("".join(source))))
    node = next(each for each in tree if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
    taken = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    inner = [each for part in node.body for each in ast.walk(part)]
    trail.append("%s, line %d: def %s%s" % (function.__module__, line, name, inspect.signature(function)))
    if sought in taken:
        read = any(isinstance(each, ast.Name) and each.id == sought for each in inner)
        return "" if read else "%s takes %s and does not look at it" % (name, sought)
    if node.args.kwarg is None:
        return "" if sought is None else "%s takes no %s: TypeError" % (name, sought)
    rest = node.args.kwarg.arg
    uses = [each for each in inner if isinstance(each, ast.Name) and each.id == rest]
    if not uses:
        return "%s does not look at **%s" % (name, rest)
    calls = [
        each
        for each in inner
        if isinstance(each, ast.Call)
        and any(one.arg is None and getattr(one.value, "id", "") == rest for one in each.keywords)
    ]
    if len(calls) != len(uses) or not depth:
        return ""
    fates = [handed(owner, call, sought, trail, depth) for call in calls]
    return fates[0] if all(fates) else ""


def handed(owner, call, sought, trail, depth):
    """What comes of a keyword where it is handed on to another of the same class or module."""
    if isinstance(call.func, ast.Name):
        owner, name = (inspect.getmodule(owner) or owner), call.func.id
    elif getattr(getattr(call.func, "value", None), "id", "") == "self":
        name = call.func.attr
    else:
        return ""
    if not inspect.isfunction(getattr(owner, name, None)):
        return ""
    places = list(inspect.signature(getattr(owner, name)).parameters)
    places = places[1:] if places[:1] == ["self"] else places
    if sought in [each.arg for each in call.keywords if each.arg] + places[: len(call.args)]:
        trail.append("%s is called with %s already" % (name, sought))
        return "%s gets %s twice: TypeError" % (name, sought)
    return fate(owner, name, sought, trail, depth - 1)


def observe(text, path, keyword=None):
    """Follow a keyword of the callable, without one any that has no name of its own."""
    owner, _, name = path.rpartition(".")
    owner = resolve(owner)
    if inspect.isclass(getattr(owner, name)):
        owner, name = getattr(owner, name), "__init__"
    trail = ["%s is given to %s" % (keyword or "a keyword without a name of its own", path)]
    told = fate(owner, name, keyword, trail)
    return "\n".join([*trail, told or "somebody reads it, or may"]), bool(told)
