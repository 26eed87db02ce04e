"""The smallest edits by which code that does not compile does.

What a few small edits mend is code with a mistake in it; what they do not mend may as well be pseudo code.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

#: How many mistakes a sample may have and still be taken for code.
MOST = 3
#: The same, for mistakes of one kind: a page written for Python 2 has as many `print` statements as it has.
MOST_OF_A_KIND = 20

#: Kinds of mistakes that other modules know.
COMMA = "a comma is missing"
COLON = "a colon is missing"
KEYWORD = "a definition lacks its keyword"
PYTHON_2 = "Python 2"
QUOTE = "a quote is missing"
BRACKETS = "brackets do not match"
CONTINUATION = "a continuation line ends with something else than its backslash"

CLOSING = {"(": ")", "[": "]", "{": "}"}
QUOTES = str.maketrans("‘’“”", "''\"\"")
#: What the writer leaves out, and names for the reader to fill in.
ELLIPSIS = re.compile(r"\.\.\.|…")
PLACEHOLDER = re.compile(r"<[A-Za-z][\w .:-]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Another text for one line."""

    line: int  # index
    old: str
    new: str | None  # None where the line is wrong and nobody can say what it should be
    done: str  # what stands there for the rest to compile
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Attempt:
    lines: tuple[str, ...]
    edit: Edit


def parse(code: str) -> ast.Module:
    """The tree of `code`.  Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except (ValueError, RecursionError) as error:
            raise SyntaxError(str(error)) from None


def mend(code: str) -> list[Edit] | None:
    """The edits that make `code` compile, none when it does; None when it cannot be mended."""
    lines = _filled(code.split("\n"))
    edits: list[Edit] = []
    while len(edits) < MOST_OF_A_KIND:
        error = _error(lines)
        if error is None:
            return edits
        attempt = _best(lines, error)
        if attempt is None or _too_many([*edits, attempt.edit]):
            return None
        lines = list(attempt.lines)
        edits.append(attempt.edit)
    return None


def mended(code: str, edits: Sequence[Edit]) -> str:
    """The code with its edits made."""
    lines = _filled(code.split("\n"))
    for edit in edits:
        lines[edit.line] = edit.done
    return "\n".join(lines)


def _too_many(edits: Sequence[Edit]) -> bool:
    return len(edits) > MOST and len({edit.kind for edit in edits}) > 1


def _error(lines: Sequence[str]) -> SyntaxError | None:
    try:
        parse("\n".join(lines))
    except SyntaxError as error:
        return error
    return None


def _where(error: SyntaxError) -> int:
    """The line at which the parser gave up; `lineno` may be where what it was reading began."""
    detected = re.search(r"detected at line (\d+)", error.msg or "")
    return int(detected[1]) if detected else error.lineno or 1


def _best(lines: list[str], error: SyntaxError) -> _Attempt | None:
    """The first attempt that mends everything, else the one after which the next error comes latest."""
    best: tuple[int, _Attempt] | None = None
    here = _where(error)
    for attempt in _attempts(lines, error):
        next_error = _error(attempt.lines)
        if next_error is None:
            return attempt
        reached = _where(next_error)
        if reached > here and (best is None or reached > best[0]):
            best = (reached, attempt)
    return best[1] if best else None


def _attempts(lines: list[str], error: SyntaxError) -> Iterator[_Attempt]:
    for kind, mender in MENDERS.items():
        for line, new in mender(lines, error):
            # Of a `try` that nothing follows nobody knows what should: go on as if it were another block.
            done = re.sub(r"\btry\b", "if 1", lines[line]) if new is None else new
            if done != lines[line]:
                edit = Edit(line=line, old=lines[line], new=new, done=done, kind=kind)
                yield _Attempt(lines=(*lines[:line], done, *lines[line + 1 :]), edit=edit)


# - What is left out on purpose


def is_fragment(code: str) -> bool:
    """Whether code compiles inside something, or once what is left out has been filled in."""
    for filled in _fillings(code):
        body = textwrap.indent(filled, "    ")
        for text in (filled, f"f(\n{filled}\n)", f"{{\n{filled}\n}}", f"class C:\n{body}", f"async def f():\n{body}"):
            if _error(text.split("\n")) is None:
                return True
    return False


def _fillings(code: str) -> Iterator[str]:
    dedented = _dedented(code)
    for text in dict.fromkeys((code, dedented)):
        yield text
        named = PLACEHOLDER.sub("x", text)
        yield named
        for filling in ("**{}", "*()", "", "pass"):
            yield ELLIPSIS.sub(filling, named)


def _dedented(code: str) -> str:
    """The code with its first line's margin taken for that of all, if only the others are indented."""
    first, _, rest = code.partition("\n")
    return first.lstrip() + "\n" + textwrap.dedent(rest) if rest else first.lstrip()


def _filled(lines: Sequence[str]) -> list[str]:
    """The lines with a body for blocks that have a comment, or nothing any more, in the place of one."""
    found = list(lines)
    for index, line in enumerate(lines):
        header = line.partition("#")[0].rstrip()
        if not header.endswith(":") or not re.match(
            r"\s*(async\s+)?(def|class|if|for|while|with|else|try|except)\b", line
        ):
            continue
        rest = [text for text in lines[index + 1 :] if text.strip()]
        comments = 0
        while comments < len(rest) and rest[comments].lstrip().startswith("#"):
            comments += 1
        margin = len(line) - len(line.lstrip())
        following = rest[comments] if comments < len(rest) else ""
        empty = not following or len(following) - len(following.lstrip()) <= margin
        if empty and (comments or not rest) and not _goes_on(line, rest[comments:], lines[:index]):
            found[index] = line.replace(header, header + " pass", 1)
    return found


def _goes_on(header: str, below: Sequence[str], above: Sequence[str]) -> bool:
    """Whether what stands as far left as a block's header is its body: so much only its first line has lost.

    It uses a parameter of the function, it returns where nothing else could, or what follows it stands further right.
    """
    if not below or _margin(below[0]) != _margin(header) or _error([below[0].strip()]) is not None:
        return False
    behind = next((line for line in below[1:] if not line.lstrip().startswith("#")), "")
    given = re.match(r"\s*(?:async\s+)?def\s+\w+\((?P<given>.*)\)\s*(?:->.*)?:", header)
    names = set(re.findall(r"\w+", given["given"])) if given else set()
    outer = any(re.match(r"\s*(?:async\s+)?def\b", line) and _margin(line) < _margin(header) for line in above)
    if given and re.match(r"\s*(?:return|yield)\b", below[0]) and not outer:
        return True
    return _margin(behind) > _margin(header) or bool(names & set(re.findall(r"\w+", below[0])))


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


# - The mistakes that are known: each gives lines with what may stand in their stead


def _comma(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    """A line within brackets that lacks its comma."""
    last = min(error.end_lineno or error.lineno or 1, len(lines))
    for index in range((error.lineno or 1) - 2, last):
        if 0 <= index < len(lines) - 1 and lines[index].strip():
            code, comment = split_comment(lines[index])
            if code and code[-1] not in ",([{:\\":
                yield index, code + "," + comment


def _colon_too_many(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    index = (error.lineno or 1) - 1
    if lines[index].lstrip().startswith("@") and lines[index].rstrip().endswith(":"):
        yield index, lines[index].rstrip()[:-1]


def _colon_missing(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    if error.msg and "expected ':'" in error.msg:
        index = (error.lineno or 1) - 1
        code, comment = split_comment(lines[index])
        yield index, code + ":" + comment


def _quote(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    if "unterminated string" not in (error.msg or "") and "EOL while" not in (error.msg or ""):
        return
    index = (error.lineno or 1) - 1
    line = lines[index]
    start = max((error.offset or 1) - 1, 0)
    quote = next((char for char in line[start:] if char in "'\""), "'")
    for at in range(start + 1, len(line) + 1):
        if at == len(line) or line[at] in ")]},: ":
            yield index, line[:at] + quote + line[at:]
    # Or the quote that opens the string is missing.
    for match in re.finditer(r"(?<![\w'\"])[\w./-]+(?=['\"])", line):
        yield index, line[: match.start()] + quote + line[match.start() :]


def _bracket(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    message = error.msg or ""
    index = (error.lineno or 1) - 1
    at = (error.offset or 1) - 1
    line = lines[index]
    mismatch = re.search(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", message)
    if mismatch:
        wanted = CLOSING[mismatch[2]]
        yield index, line[:at] + wanted + line[at + 1 :]
        yield index, line[:at] + wanted + line[at:]
    elif message.startswith("unmatched"):
        yield index, line[:at] + line[at + 1 :]
    never = re.search(r"'(.)' was never closed", message)
    if never:
        for number in range(index, len(lines)):
            if lines[number].strip():
                code, comment = split_comment(lines[number])
                yield number, code.rstrip(",") + CLOSING[never[1]] + comment


def _indentation(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    """The first line of a body that stands as far left as what begins the block."""
    header = re.search(r"expected an indented block after .* on line (\d+)", error.msg or "")
    index = (error.lineno or 1) - 1
    if (
        index
        and lines[index - 1].lstrip().startswith("@")
        and re.match(r"(?:async\s+def|def|class)\b", lines[index].lstrip())
    ):
        yield index, " " * _margin(lines[index - 1]) + lines[index].lstrip()
    between = lines[int(header[1]) : index] if header else []
    if header and not lines[index].lstrip().startswith("@") and not any(split_comment(line)[0] for line in between):
        yield index, " " * (_margin(lines[int(header[1]) - 1]) + 4) + lines[index].lstrip()


def _python_2(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    index = (error.lineno or 1) - 1
    code, comment = split_comment(lines[index])
    yield index, re.sub(r"\bprint\s+(?!\()(.+)$", r"print(\1)", code) + comment
    yield index, re.sub(r"\b(except\s+[\w.()]+(?:\s*,\s*[\w.]+\))?)\s*,\s*(\w+)\s*:", r"\1 as \2:", code) + comment


def _keyword(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    """A definition without its `class` or `def`."""
    index = (error.lineno or 1) - 1
    match = re.match(r"(\s*)(\w+)\(.*\):\s*(#.*)?$", lines[index])
    if match:
        word = "class" if match[2][0].isupper() else "def"
        yield index, f"{match[1]}{word} {lines[index].lstrip()}"


def _after_backslash(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    for index, line in enumerate(lines):
        if re.search(r"\\\s+#", line):
            yield index, re.sub(r"\\\s+#.*$", r"\\", line)
        elif re.search(r"\\[ \t]+$", line):
            yield index, line.rstrip()
        elif index and lines[index - 1].endswith("\\") and re.search(r"['\"]\s+#", line):
            yield index, re.sub(r"\s+#.*$", "", line)


def _typography(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    index = (error.lineno or 1) - 1
    yield index, lines[index].translate(QUOTES)


def _try_alone(lines: list[str], error: SyntaxError) -> Iterator[tuple[int, str | None]]:
    if "expected 'except' or 'finally' block" not in (error.msg or ""):
        return
    for index in range(min(error.lineno or 1, len(lines)) - 1, -1, -1):
        if re.match(r"\s*try\s*:", lines[index]):
            yield index, None


Mender = Callable[[list[str], SyntaxError], Iterable[tuple[int, str | None]]]
MENDERS: dict[str, Mender] = {
    "a decorator ends with a colon": _colon_too_many,
    COMMA: _comma,
    CONTINUATION: _after_backslash,
    QUOTE: _quote,
    BRACKETS: _bracket,
    COLON: _colon_missing,
    "a body is not indented": _indentation,
    PYTHON_2: _python_2,
    KEYWORD: _keyword,
    "typographic quotes": _typography,
    "a try has neither except nor finally": _try_alone,
}


def split_comment(line: str) -> tuple[str, str]:
    """Code and comment of a line, the space between them with the comment."""
    quote = ""
    for index, char in enumerate(line):
        if quote:
            if char == quote and line[index - 1] != "\\":
                quote = ""
        elif char in "'\"":
            quote = char
        elif char == "#":
            code = line[:index].rstrip()
            return code, line[len(code) :]
    code = line.rstrip()
    return code, ""


def difference(old: str, new: str) -> tuple[int, str, str]:
    """Where two texts differ: index, what stands in the one and what in the other."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return start, old[start : len(old) - end], new[start : len(new) - end]


def _alike(one: str, other: str) -> int:
    """How many characters are equal from the beginning on."""
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
