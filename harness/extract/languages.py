"""In which language a reader would take a block.  The rules, in order:

1. A declared language counts, under one name for each family: python, pycon, console, or what the docs call it.
2. A block declared python or console that is typed at Python's prompt (`>>>` begins its first line) is pycon.
3. Without a declared language: `>>>` begins a line → pycon; `$ ` or `celery ` begins a line → console; it is Python and
   does something (not just names or values) → python; it begins like Python and is broken → python; else text.
"""

from __future__ import annotations

import ast
import re
import warnings

_FAMILIES = {
    "python": ("py", "py2", "py3", "python2", "python3", "python"),
    "pycon": ("pycon", "pycon3", "python-console", "pytb-console", "ipython", "ipythonconsole", "doctest"),
    "console": ("bash", "sh", "shell", "zsh", "ksh", "console", "shell-session", "bash-session", "sh-session"),
    "text": ("text", "txt", "output"),
}
_NAMES = {alias: family for family, aliases in _FAMILIES.items() for alias in aliases}
#: What stands for "nothing is declared" in Sphinx.
_UNDECLARED = frozenset({"", "default", "guess"})

_PROMPT = re.compile(r">>>( |$)")
_COMMAND = re.compile(r"\$ |celery ")
_PYTHON = re.compile(
    r"(from [\w.]+ import |import [\w.]+(?: as \w+)?(?:,|\s*$)|def \w+\(|async def |class \w+\s*[(:]|@[\w.]+)"
)


def language(declared: str, code: str) -> str:
    """The language of a block, by what is declared and what stands in it."""
    name = declared.strip().lower()
    lines = [line for line in code.split("\n") if line.strip()]
    if name not in _UNDECLARED:
        family = _NAMES.get(name, name)
        return "pycon" if family in ("python", "console") and lines and _PROMPT.match(lines[0]) else family
    if any(_PROMPT.match(line) for line in lines):
        return "pycon"
    if any(_COMMAND.match(line) for line in lines):
        return "console"
    if _does_something(code) or (lines and _PYTHON.match(lines[0])):
        return "python"
    return "text"


def _does_something(code: str) -> bool:
    """True for Python with a statement or a call in it; a bare name, number or dict may be anything's output."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        not isinstance(statement, ast.Expr) or isinstance(statement.value, (ast.Call, ast.Await)) for statement in body
    )
