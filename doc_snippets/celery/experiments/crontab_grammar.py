"""Whether crontab's parser takes what its grammar derives.

A grammar does not say which numbers and which words of letters there are: those of days of the week stand for all.
"""

import itertools
import re

from celery.schedules import crontab_parser

TOKEN = re.compile(r"'[^']*'(?:\.\.'[^']*')?|\w+|[()|?*+]")
RANGES = {"'0'..'9'": ["2", "4"], "'a'..'z'": ["tue", "thu"]}


def alternation(tokens, rules):
    """What the tokens derive, up to a bracket that closes or their end."""
    found = []
    while True:
        found += sequence(tokens, rules)
        if not tokens or tokens[0] != "|":
            return found
        tokens.pop(0)


def sequence(tokens, rules):
    """What factors derive one after the other."""
    found = [""]
    while tokens and tokens[0] not in ("|", ")"):
        found = ["".join(pair) for pair in itertools.product(found, factor(tokens, rules))]
    return found


def factor(tokens, rules):
    """What a literal, a range, a rule or a group derives; what may be repeated, once."""
    token = tokens.pop(0)
    if token == "(":
        found = alternation(tokens, rules)
        assert tokens and tokens.pop(0) == ")", "a bracket of the grammar is not closed"
    elif token.startswith("'"):
        found = RANGES.get(token) or [token.strip("'")]
    else:
        found = rules[token]
    operator = tokens.pop(0) if tokens and tokens[0] in ("?", "*", "+") else ""
    return [*found, ""] if operator in ("?", "*") else found


def accepts(expression):
    """Whether the parser takes it."""
    try:
        return bool(crontab_parser(7).parse(expression))
    except (ValueError, KeyError, crontab_parser.ParseException):
        return False


derived = {}
for rule, text in claimed.items():
    derived[rule] = alternation(TOKEN.findall(text), derived)
refused = [each for each in derived["expr"] if not accepts(each)]
words = {each for each in refused if each.rpartition("/")[2].isalpha() and accepts(each.rpartition("/")[0] + "/2")}
single = {each for each in refused if re.fullmatch(r"\w+/\d+", each)}
if refused and all(each in words | single or re.fullmatch(r"\w+/\w+", each) for each in refused):
    examples = [min(each) for each in (words, single) if each]
    otherwise(
        f"steps are digits, and stand behind * or a range: {' and '.join(examples)} would be refused",
        steps="digit+",
        range="number '-' number",
        numspec="( '*' | range ) ( '/' steps ) ?",
        expr="numspec | number",
    )
assert not refused, f"the parser refuses {min(refused)}, which the grammar allows"
refused = [each for each in derived["groups"] if not accepts(each)]
assert not refused, f"the parser refuses {min(refused)}, which the grammar allows"
