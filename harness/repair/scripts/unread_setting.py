"""Whether anything in Celery reads a setting."""

import ast
import importlib.util
import pathlib


def words(path):
    """Names, attributes and words in texts of a file's code, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        for name in ("id", "attr", "arg"):
            yield getattr(node, name, None)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            for word in node.value.replace(".", " ").replace("'", " ").split():
                yield word


def observe(text, setting):
    """Look for the setting, and for its name behind the namespace, in all files but the table of settings."""
    spec = importlib.util.find_spec("celery")
    root = pathlib.Path((spec and spec.origin) or "").parent
    wanted = {setting, setting.partition("_")[2]}
    files = [path for path in sorted(root.rglob("*.py")) if path.relative_to(root).as_posix() != "app/defaults.py"]
    reading = [path.relative_to(root).as_posix() for path in files if wanted & set(words(path))]
    return "%s is read in %s" % (setting, ", ".join(reading) or "no file but the table of settings"), not reading
