"""Whether a class gets at what it asks `super` for."""

import ast


def defined(text):
    """The names that some imports and classes bind."""
    names = {"__name__": "docs"}
    exec(compile(ast.parse(text), "<docs>", "exec"), names)
    return names


def observe(text, around, given, method):
    """Ask `super` with the class that is given, and the one around the call, for a method."""
    names = defined(text)
    try:
        found = getattr(super(names[given], names[around]), method)
    except (TypeError, AttributeError) as error:
        return "%s: %s" % (type(error).__name__, error), True
    return "super() of %s within %s has %s: %r" % (given, around, method, found), False
