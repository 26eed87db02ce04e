"""What an init script makes of a variable: its own lines are run, those from its configuration to its functions."""

import getpass
import os
import re
import subprocess

FUNCTION = re.compile(r"^\w+ ?\(\) ?\{")
SOURCED = re.compile(r"^\s*\.\s+\S")
CONSTANT = re.compile(r"""^[A-Z]\w*=(["']?)[^"'`$\s]*\1\s*$""")
EMPTY = re.compile(r"""^if \[ -z "\$([A-Z]\w*)" \]; then""", re.M)
GIVEN = "what-the-reader-has-set"


def settling(script):
    """The script's constants, and its lines that make something of what the configuration has set."""
    path = os.path.join(os.environ["CELERY_SOURCE"], "extra", "generic-init.d", script)
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    start = max(number for number, line in enumerate(lines) if SOURCED.match(line))
    within = lines[start][:1].isspace()  # of an "if", that ends below
    first = next(number for number in range(start, len(lines)) if not within or lines[number].startswith("fi")) + 1
    last = next(number for number in range(first, len(lines)) if FUNCTION.match(lines[number]))
    constants = [line for line in lines[:first] if CONSTANT.match(line)]
    return constants, lines[first:last]


def value_of(variable, given, constants, lines):
    """What a variable is in the end, when the configuration has set those that are given."""
    configuration = ["%s=%s" % pair for pair in given.items()]
    end = 'printf "\\n%s" "$' + variable + '"'
    ran = subprocess.run(
        ["sh"], input="\n".join([*constants, *configuration, *lines, end]), env={"PATH": os.defpath},
        stdout=subprocess.PIPE, universal_newlines=True, check=True,
    )  # fmt: skip
    return ran.stdout.rpartition("\n")[2]


def observe(text, script, variable, default=None):
    """Compare what the variable is when nobody sets it with `default`; without one, whether it stays as it was set."""
    constants, lines = settling(script)
    shown = "\n".join(line for line in lines if re.search(r"\b%s\b" % variable, line))
    if default is None:
        # Those that decide about others when they are empty are set, too.
        given = dict.fromkeys([*EMPTY.findall("\n".join(lines)), variable], GIVEN)
        real = value_of(variable, given, constants, lines)
        return "%s\nset to %r, it is %r in the end" % (shown, GIVEN, real), real != GIVEN
    real = value_of(variable, {}, constants, lines)
    right = getpass.getuser() if "current user" in default else default
    return "%s\nset to nothing, it is %r in the end" % (shown, real), real != right
