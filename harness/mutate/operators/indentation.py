"""The body of a compound statement is not indented."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import readable


def mutants(material: Material) -> Iterator[Mutant]:
    """First statements of functions and classes, put as far left as these."""
    for part in readable(material.page):
        for node in ast.walk(part.tree):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and part.sample.language == "python":
                body = node.body[0]
                blanks = body.col_offset - node.col_offset
                if body.lineno > node.lineno and blanks > 0:
                    line = part.source[body.lineno - 1]
                    yield part.mutant(body.lineno, 0, line, line[blanks:])
