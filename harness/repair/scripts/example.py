"""What Python makes of an example of a value."""

import ast


def observe(text, example):
    """Read the example; a range that is written with a hyphen is a difference."""
    wrong = False
    shown = []
    tree = ast.parse(example, mode="eval").body
    for element in getattr(tree, "elts", [tree]):
        source = ast.get_source_segment(example, element) or ""
        if isinstance(element, ast.BinOp) and isinstance(element.op, ast.Sub):
            low, high = ast.literal_eval(element.left), ast.literal_eval(element.right)
            shown.append("%s is %r" % (source, low - high))
            wrong = True
        else:
            shown.append("%s is %r" % (source, ast.literal_eval(element)))
    return "\n".join(shown), wrong
