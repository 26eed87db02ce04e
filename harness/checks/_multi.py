"""`celery multi`: its own syntax for options of some nodes (`-c:1-3 10`), and workers' options for the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harness.checks import _click, _nearest
from harness.shell_lines import Word

#: Commands that start workers with the options given; the others use few of them and pass over the rest, those in
#: which a letter is wrong, too.
STARTING = frozenset({"start", "restart", "show"})
#: Options that it takes out before it looks for its command.
RESERVED = frozenset({"--nosplash", "--quiet", "-q", "--verbose", "--no-color", "--help", "--version"})
SIGNAL = re.compile(r"-([A-Z0-9]+|\d+)$")


def problems(facts: Mapping[str, Any], words: Sequence[Word]) -> Iterator[_click.Problem]:
    """What is wrong with the words of a `celery … multi …` line; those before `multi` count as behind it.

    It is the worker who refuses an option that he is handed and does not have.
    """
    rest = [word for word in words if word.text != "multi"]
    tree = facts["commands"]
    own = {name for option in facts["multi"]["options"] for name in option["names"]}
    own |= {name for name in facts["execution"]["read"] if name.startswith("-")}
    worker = tree["commands"]["worker"]
    known = own | set(_click.names(worker)) | set(_click.names(tree))
    command = next((word for word in rest if word.text in facts["multi"]["commands"]), None)
    if command is None:
        return
    for word in rest:
        if word.text == "--":
            return
        option = _option(word.text)
        if option is None or option in known or option[:2] in known or (word.vague and "=" not in word.text):
            continue
        if command.text == "restart" and SIGNAL.match(word.text):
            continue
        if command.text not in STARTING and _nearest.nearest(option, known) is None:
            continue
        name = option if option.startswith("--") else option[:2]
        yield _click.Problem(kind="option", word=word, name=name, command=worker, path=("celery", "worker"))


def before_command(words: Sequence[Word]) -> Word | None:
    """An option that stands where `celery … multi` looks for its own command; None when the command is there."""
    behind = itertools.dropwhile(lambda word: word.text != "multi", words)
    first = next((word for word in itertools.islice(behind, 1, None) if word.text not in RESERVED), None)
    return first if first is not None and not first.vague and _option(first.text) is not None else None


def _option(text: str) -> str | None:
    """The option that a word is, without the nodes and the value: `--pool:1-3=solo` is `--pool`."""
    match = re.match(r"(--?[A-Za-z][\w-]*)", text)
    return match[1] if match else None
