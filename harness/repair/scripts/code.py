"""Whether a sample can be entered as it stands."""

import builtins
import doctest
import re
import shlex
import symtable


def compiles(source, mode):
    """What Python says against some code, "" for nothing."""
    try:
        compile(source, "<docs>", mode, dont_inherit=True)
    except SyntaxError as error:
        return "%s: %s (line %s)" % (type(error).__name__, error.msg, error.lineno)
    return ""


def session(text):
    """What is wrong with a session at the prompt, "" for nothing."""
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError as error:
        return str(error)
    if not examples:
        return "without a prompt every line is taken for output"
    for example in examples:
        told = compiles(example.source, "single")
        if told:
            return "%s\nin what is entered here:\n%s" % (told, example.source)
    margins = {len(line) - len(line.lstrip()) for line in text.splitlines() if line.lstrip().startswith(">>>")}
    if len(margins) > 1:
        return "the prompts do not stand below one another"
    return ""


def command_line(text):
    """What a shell says against a command line, "" for nothing."""
    try:
        shlex.split(text.replace("\\\n", " "), comments=True)
    except ValueError as error:
        return "the shell goes on reading: %s" % error
    return ""


def command_lines(text):
    """What a shell says against command lines, the later of which begin with an option, "" for nothing."""
    lines = text.replace("\\\n", " ").splitlines()
    first = next((line.split()[0] for line in lines[1:] if line.lstrip().startswith("-")), "")
    return "%s: command not found" % first if first else ""


def entered(text):
    """The code of a session, without prompts and output."""
    if ">>>" not in text:
        return text
    try:
        return "".join(example.source for example in doctest.DocTestParser().get_examples(text))
    except ValueError:  # a broken prompt: then all that begins like one
        return "".join(
            re.sub(r"^\s*(>>>|\.\.\.) ?", "", line) + "\n" for line in re.findall(r"^\s*(?:>>>|\.\.\.).*", text, re.M)
        )


def unbound(text, name):
    """What is wrong with a name that some code uses, "" for nothing."""
    try:
        tables = [symtable.symtable(entered(text), "<docs>", "exec")]
    except SyntaxError:  # another mistake: then what the text says has to do
        binds = r"\b(import\b.*|as|def|class|for) %s\b|^[ >.]*%s\s*=(?!=)" % (name, name)
        bound = re.search(binds, text, re.M) is not None
        return "" if bound else "NameError: name %r is not defined (nothing in the sample binds it)" % name
    used = bound = False
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.get_name() != name:
                continue
            if table.get_type() == "class" and table.get_name() == name and symbol.is_referenced():
                return "NameError: name %r is not defined in the body of its own class" % name
            outside = table.get_type() == "module" or symbol.is_global()
            used = used or (symbol.is_referenced() and outside)
            if outside and (symbol.is_assigned() or symbol.is_imported()):
                bound = True
    if used and not bound and not hasattr(builtins, name):
        return "NameError: name %r is not defined (nothing in the sample binds it)" % name
    return ""


def observe(text, language, name=""):
    """Enter the text as Python, in a session or in a shell; with `name`, look for what binds it."""
    if name:
        told = unbound(text, name)
    elif language == "shell":
        told = command_line(text) or command_lines(text)
    else:
        told = session(text) if language == "session" else compiles(text, "exec")
    return told or "it can be entered as it stands", bool(told)
