"""Whether Celery's source defines, imports or calls anything of a name."""

import ast
import os

import celery


def sources():
    """The files of the package: their paths, from the folder that it is in, and their code."""
    for top in celery.__path__:
        for folder, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                if name.endswith(".py"):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8", errors="replace") as file:
                        yield os.path.relpath(path, os.path.dirname(top)), ast.parse(file.read())


def callables(node):
    """Names that a part of the code defines, imports or calls."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {part for each in node.names for part in (each.name.rpartition(".")[2], each.asname)}
    if isinstance(node, ast.Call):
        return {getattr(node.func, "attr", getattr(node.func, "id", None))}
    return set()


def observe(text, name):
    """Look for what could be called by the name, and else for where it stands."""
    seen = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if name in callables(node):
                line = getattr(node, "lineno", "?")
                return "%s, line %s, defines, imports or calls %s" % (path, line, name), False
            if name in (getattr(node, "arg", None), getattr(node, "id", None)):
                seen.append("%s, line %s: a parameter or a variable" % (path, getattr(node, "lineno", "?")))
    return "\n".join(seen) or "the name stands nowhere in Celery's code", True
