"""What happened, as data: safe texts, exceptions with what was missing and what is near it."""

import __future__

import ast
import difflib
import functools
import linecache
import os
import pkgutil
import re
import sys
import traceback

LONGEST = 20000
HERE = os.path.dirname(os.path.abspath(__file__))


def text_of(value, limit=LONGEST):
    """`repr(value)`, whatever it raises and however long it is."""
    try:
        text = repr(value)
    except BaseException as error:
        return "<repr raised %s>" % type(error).__name__
    return shorten(text, limit)


def shorten(text, limit=LONGEST):
    """The text's beginning and end, with a note of what is left out between them."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return "%s\n[... %d characters left out ...]\n%s" % (text[:half], len(text) - 2 * half, text[-half:])


def message_of(error):
    try:
        return shorten(str(error), 4000)
    except BaseException:
        return "<str raised>"


def name_of(kind):
    """Name of a class as a reader would write it: builtins bare."""
    module = getattr(kind, "__module__", "")
    name = getattr(kind, "__qualname__", str(kind))
    return name if module in ("builtins", "") else "%s.%s" % (module, name)


def raised(error, filename, offset=0):
    """An exception as data; `line` counts in the file of that name, less `offset`."""
    frames = traceback.extract_tb(error.__traceback__)
    line = 0
    for frame in frames:
        # A function that an earlier step has saved into the same file stands above.
        if frame.filename == filename and (frame.lineno or 0) > offset:
            line = (frame.lineno or 0) - offset
    if isinstance(error, SyntaxError) and error.filename == filename:
        line = (error.lineno or 0) - offset
    name, owner, near = missing(error)
    return {
        "type": name_of(type(error)),
        "message": message_of(error),
        "line": max(line, 0),
        "name": name,
        "owner": owner,
        "near": near,
        "traceback": shorten("".join(traceback.format_exception(type(error), error, theirs(error))[-30:]), 8000),
    }


def theirs(error):
    """The exception's traceback without the frames that are ours."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None and step.tb_frame.f_code.co_filename.startswith(HERE):
        step = step.tb_next
    return step


def missing(error):
    """(name, owner, near) of what an exception says is not there; empty strings when it says nothing such."""
    if isinstance(error, AttributeError):
        return missing_attribute(error)
    if isinstance(error, ModuleNotFoundError):
        return missing_module(error.name or "")
    if isinstance(error, ImportError):
        return missing_import(error)
    if isinstance(error, NameError):
        match = re.search(r"name '([^']+)'", message_of(error))
        name = match.group(1) if match else ""
        return name, "", []
    match = re.search(r"([\w.]+)\(\) got an unexpected keyword argument '([^']+)'", message_of(error))
    if isinstance(error, TypeError) and match:
        return match.group(2), match.group(1), []
    return "", "", []


def missing_attribute(error):
    match = re.search(r"has no attribute '([^']+)'", message_of(error))
    if not match:
        return "", "", []
    name = match.group(1)
    owner = getattr(error, "obj", None)  # Python 3.10+
    if owner is None:
        owner = owner_from_frame(error, name)
    if owner is None:
        return name, "", []
    kind = owner if isinstance(owner, type) else type(owner)
    label = getattr(owner, "__name__", "") if isinstance(owner, type(sys)) else name_of(kind)
    try:
        names = dir(owner)
    except Exception:
        names = dir(kind)
    return name, label, nearest(name, names)


def owner_from_frame(error, name):
    """The object without the attribute, found again by the failing line, when that needs no call."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None:
        return None
    frame = step.tb_frame
    lines = linecache.getlines(frame.f_code.co_filename)
    if not 0 < step.tb_lineno <= len(lines):
        return None
    match = re.search(r"([A-Za-z_][\w.]*)\.%s\b" % re.escape(name), lines[step.tb_lineno - 1])
    if not match:
        return None
    parts = match.group(1).split(".")
    if parts[0] in frame.f_locals:
        value = frame.f_locals[parts[0]]
    elif parts[0] in frame.f_globals:
        value = frame.f_globals[parts[0]]
    else:
        return None
    for part in parts[1:]:
        try:
            value = getattr(value, part)
        except Exception:
            return None
    return value


def missing_module(name):
    parent, _, last = name.rpartition(".")
    names = []
    if parent in sys.modules:
        names = [item.name for item in pkgutil.iter_modules(getattr(sys.modules[parent], "__path__", []))]
    return last, parent, nearest(last, names)


def missing_import(error):
    match = re.search(r"cannot import name '([^']+)'", message_of(error))
    if not match:
        return "", "", []
    owner = error.name or ""
    names = dir(sys.modules[owner]) if owner in sys.modules else []
    return match.group(1), owner, nearest(match.group(1), names)


def nearest(name, names):
    public = [other for other in names if not other.startswith("_") or name.startswith("_")]
    return difflib.get_close_matches(name, public, n=3, cutoff=0.7)


def binds_names(source):
    """Whether later steps may miss something when this source has not run to its end."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return True
    binding = (ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.With, ast.For)
    return any(isinstance(node, binding) for node in tree.body)


def future_flags(tree):
    """What `from __future__ import …` in the source asks of the compiler."""
    names = [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    ]
    return functools.reduce(lambda flags, name: flags | getattr(__future__, name).compiler_flag, names, 0)


def statements(source, filename, offset=0):
    """The source's top-level statements as code objects to run one by one: [(is an expression, code)].

    Lines are numbered from `offset` + 1.  Raises SyntaxError.
    """
    tree = ast.parse("\n" * offset + source, filename)
    flags = future_flags(tree)
    found = []
    for node in tree.body:
        if isinstance(node, ast.Expr):
            found.append((True, compile(ast.Expression(node.value), filename, "eval", flags, True)))
        else:
            module = ast.Module(body=[node], type_ignores=[])
            found.append((False, compile(module, filename, "exec", flags, True)))
    return found


def message(name, headers, declare):
    """What is told of a message that is published."""
    headers = headers or {}
    queues = [getattr(entity, "name", "") for entity in declare or ()]
    return {
        "id": headers.get("id"),
        "name": str(name),
        "seconds": seconds_until(str(headers.get("eta") or "")),
        "queue": str(queues[0]) if queues else "",
    }


def seconds_until(eta):
    """Seconds from now to an ISO date; 0 when it cannot be read."""
    from datetime import datetime, timezone

    try:
        moment = datetime.fromisoformat(eta.replace("Z", "+00:00"))
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return (moment - datetime.now(timezone.utc)).total_seconds()
