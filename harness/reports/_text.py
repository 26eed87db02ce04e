"""Text that comes from docs, samples and workers, made fit to be shown: visible, not too long, without secrets."""

from __future__ import annotations

import re
import unicodedata

#: Control characters that stand for themselves.
_PLAIN = frozenset("\n\t")
#: Categories of characters that a reader does not see or that turn text around: controls, formats, surrogates,
#: private use, line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

# What stands before a match keeps each of these from starting again within what it has just passed over: a text of
# nothing but slashes takes no longer than any other.
_URL_LOGIN = re.compile(r"(?<![\w+.-])(?P<scheme>[A-Za-z][\w+.-]*://)(?P<login>[^\s/@'\"<>]+)@")
_SECRET = re.compile(r"(?i)([?&](?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)\w*=)([^&\s'\"]+)")
_INSTALLED = re.compile(r"(?<![\w/\\.@+~-])(?:[A-Za-z]:)?(?:[/\\][\w.@+~-]+)+[/\\](?:site|dist)-packages[/\\]")
_LIBRARY = re.compile(r"(?<![\w/.@+~-])(?:/[\w.@+~-]+)+/lib/(?=python\d)")
#: Paths but those that are the same on every machine.
_PATH = re.compile(
    r"(?<![\w:/.@+>~*{}%-])/(?!(?:etc|dev|proc|var/(?:run|log|lib))/)(?:[\w.@+~-]+/)+(?P<name>[\w.@+~-]+)/?"
)
_WINDOWS_PATH = re.compile(r"(?<![\w\\])[A-Za-z]:\\(?:[^\\\s\"']+\\)+(?P<name>[^\\\s\"']+)")
#: How much more of a text is masked than is kept, so that no secret is cut in two before it is seen.
_MARGIN = 4


def whole(text: str) -> str:
    """The text without half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def visible(text: str) -> str:
    """The text with characters that would act on a terminal, or hide, written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in _PLAIN or unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cut(text: str, limit: int) -> str:
    """The text's first `limit` characters, with a note of how many are left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text) - limit:,} more characters)"


def tamed(text: str, docs: str, limit: int) -> str:
    """The text's first `limit` characters, masked."""
    found = masked(text[: limit * _MARGIN], docs)
    if len(found) <= limit and len(text) <= limit * _MARGIN:
        return found
    return f"{found[:limit]}… ({len(text) - limit:,} more characters)"


def cut_lines(text: str, lines: int) -> str:
    """The text's first lines, with a note of how many are left out."""
    found = text.split("\n")
    if len(found) <= lines:
        return text
    return "\n".join([*found[:lines], f"… ({len(found) - lines:,} more lines)"])


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def masked(text: str, docs: str = "") -> str:
    """The text without credentials and without paths of the machine it comes from.

    What stands in the docs word for word is no secret and stays: `docs` is their text.
    """
    text = _URL_LOGIN.sub(lambda match: _mask_login(match, docs), text)
    text = _SECRET.sub(lambda match: match[0] if match[0] in docs else f"{match[1]}**", text)
    text = _INSTALLED.sub("", text)
    text = _LIBRARY.sub("", text)
    text = _PATH.sub(lambda match: match[0] if match[0] in docs else f"…/{match['name']}", text)
    return _WINDOWS_PATH.sub(lambda match: match[0] if match[0] in docs else f"…/{match['name']}", text)


def _mask_login(match: re.Match[str], docs: str) -> str:
    password = match["login"].partition(":")[2]
    # Of one that Celery has masked itself, the rest is what is to be told.
    if match[0] in docs or not match["login"].strip("*:") or (password and not password.strip("*")):
        return match[0]
    return f"{match['scheme']}**@"
