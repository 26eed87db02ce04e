"""Whether a class of a sample sets what it reads of itself; this is read, and not run."""

import ast


def observe(text, owner, attribute):
    """Look for the attribute among all that the class sets of its objects, and has itself."""
    tree = ast.parse(text)
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == owner)
    sets = {
        node.attr for node in ast.walk(found) if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    }
    has = {node.name for node in found.body if hasattr(node, "name")}
    has |= {node.id for node in ast.walk(found) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    told = "%s has no bases, and sets or has: %s" % (owner, ", ".join(sorted(sets | has)))
    return told, not found.bases and attribute not in sets | has
