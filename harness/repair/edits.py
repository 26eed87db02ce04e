"""What to change in the docs so that an erratum is gone: exact replacements of the wrong words, and nothing else."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness import quotes
from harness.model import Erratum, Finding, Place, Sample
from harness.repair import strings, structures
from harness.repair.edit import Edit
from harness.repair.structures import BORDER, indent_of

#: The lines of a file of a release's docs, none when it cannot be read.
Lines = Callable[[str, str], Sequence[str]]

IMPORT = re.compile(r"\s*(?:from\s+[\w.]+\s+)?import\s+\w")
PROMPT = re.compile(r"\s*>>> ?")
#: Blanks by which the content of a directive stands below it.
INDENT = 4
#: What stands in a suggestion for what is different each time.
MASK = re.compile(r"<(?:uuid|node|host|pid|time|number)>")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
#: How the result of a task, or of several, is displayed.
RESULT = re.compile(r"<(?:AsyncResult|GroupResult|EagerResult|ResultSet): ")
#: Comments that are about a file as a whole.
HEADING = re.compile(r"#!|\bcoding[:=]|\w\.\w+\b|\bfile\b", re.I)
#: Letters of a line; what stands on it behind some words; lines of prose: no comment, table, directive, field, prompt
#: or end of a docstring.
WIDTH = 80
BEHIND = re.compile(r"(?P<end>\S*) +(?=\S)")
PROSE = re.compile(r"\s*(?!#|\||\+[-=]|={3}|\.\. |:[^:\s][^:]*:(?!`)|>>>|[rub]?\"\"\")")
WORD = re.compile(r"\w+")
#: What stands below a title of reStructuredText, or above it.
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """The edits that correct an erratum in the docs of one release; `whole`: in all the places where it stands."""

    docs: str
    edits: tuple[Edit, ...]
    whole: bool


def corrections(
    erratum: Erratum, findings: Sequence[Finding], samples: Mapping[str, Sequence[Sample]], lines: Lines
) -> tuple[Correction, ...]:
    """What corrects an erratum, for each of the docs in which it stands and can be corrected.

    `findings` are those that the erratum is made of, `samples` those of each release's docs.
    """
    found = []
    if any("more" in item.evidence for item in findings):
        return ()  # what stands beside it would contradict it
    for docs in dict.fromkeys(place.docs for place in erratum.places):
        places = [place for place in erratum.places if place.docs == docs]
        edits: list[Edit] = []
        whole = True
        for place in places:
            made = _edits(erratum, place, findings, samples.get(docs, ()), lines)
            whole = whole and made is not None
            edits += made or ()
        if edits:
            found.append(Correction(docs=docs, edits=tuple(dict.fromkeys(edits)), whole=whole))
    return tuple(found)


def own_findings(erratum: Erratum, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that an erratum is made of, those of its own rule first."""
    rules = {erratum.rule, *erratum.evidence.get("rules", ())}
    lines: dict[tuple[str, str, int], list[Place]] = {}
    for place in erratum.places:
        lines.setdefault((place.docs, place.file, place.line), []).append(place)
    found = [
        finding
        for finding in findings
        if finding.rule in rules
        and any(
            place.text in finding.place.text or finding.place.text in place.text
            for place in lines.get((finding.place.docs, finding.place.file, finding.place.line), ())
        )
    ]
    return sorted(found, key=lambda item: (item.rule != erratum.rule, item.claim != erratum.claim))


def sample_at(samples: Iterable[Sample], file: str, line: int) -> Sample | None:
    """The sample that a line of a file belongs to."""
    return next((sample for sample in samples if sample.file == file and line in sample.lines), None)


def _edits(
    erratum: Erratum, place: Place, findings: Sequence[Finding], samples: Sequence[Sample], lines: Lines
) -> list[Edit] | None:
    """The edits that correct one place, None when nobody knows what to write there."""
    text = lines(place.docs, place.file)
    sample = sample_at(samples, place.file, place.line)
    if erratum.rule == "output-of-assignment":
        return _shown(place, findings, sample, text)
    suggestion = _suggestion(erratum, place, findings)
    if suggestion is None:
        return _restructured(erratum, place, findings, sample, text)
    if erratum.rule == "undefined-name" and IMPORT.match(suggestion):
        return None if sample is None else _imported(place, suggestion, sample, text)
    edit = suggested(place, suggestion, text)
    if edit is None:
        return None
    mentions = _mentions(edit, text) if erratum.rule == "wrong-parameter" else ()
    cells = () if sample else tuple(_cells(edit, text))
    if erratum.rule == "contradicted-sentence" and sample is None and not cells:
        edit = _folded(edit, text)
    made = _words(edit) if erratum.rule == "old-error" else [edit]
    return [*made, *_adornments(edit, text), *cells, *mentions]


def _restructured(
    erratum: Erratum, place: Place, findings: Sequence[Finding], sample: Sample | None, lines: Sequence[str]
) -> list[Edit] | None:
    """The edits that correct a place without other words for its own."""
    own = next((item for item in findings if item.place == place), None)
    if erratum.rule == "broken-rst":
        made = _filled(place, erratum.observed, lines) or structures.widened(place, erratum.observed, lines)
        return made or _underlined(place, erratum.observed, lines)
    if own is None:
        return None
    if own.rule == "misplaced-label":
        return structures.moved_label(place, own.evidence["title_line"], lines)
    if own.rule in ("unknown-extra", "gone-part"):
        return structures.without_item(place, lines)
    if own.rule == "old-setting-name" and own.blame == "docs" and own.observed.endswith(" has no old name"):
        return structures.without_row(place, lines)
    if own.rule == "wrong-parameter":
        return structures.without_parameter(place, own.claim, own.observed, lines)
    if own.rule == "undefined-name" and sample is not None:
        return structures.after_class(place, sample, lines)
    if own.subject.startswith("unsaid:") and sample is not None:
        return structures.with_argument(place, own.subject.rpartition(":")[2], sample)
    return None


def _suggestion(erratum: Erratum, place: Place, findings: Sequence[Finding]) -> str | None:
    """What the finding of a place suggests; of a place that no finding names, what is suggested for the same words."""
    here = [item for item in findings if item.suggestion is not None and item.place.text == place.text]
    exact = [item.suggestion for item in here if (item.place.file, item.place.line) == (place.file, place.line)]
    if exact:
        return exact[0]
    if erratum.suggestion is not None and any(item.suggestion == erratum.suggestion for item in here):
        return erratum.suggestion
    return None


def _with_address(suggestion: str, place: Place, lines: Sequence[str]) -> str:
    """What is suggested with an address that could be one, where it is different each time: one of the page's own."""
    if "0x..." not in suggestion or "0x..." in place.text:
        return suggestion
    found = next((match[0] for line in lines if (match := ADDRESS.search(line))), "0x7f3c5d2e8a90")
    return suggestion.replace("0x...", found)


# - Words for words


def suggested(place: Place, suggestion: str, lines: Sequence[str]) -> Edit | None:
    """The edit that puts what is suggested in the stead of a place's text, None when that cannot be written so."""
    suggestion = _with_address(suggestion, place, lines)
    if set(MASK.findall(suggestion)) - set(MASK.findall(place.text)):
        return None  # what is different each time, and cannot be made up
    return replacement(place, suggestion, lines)


def replacement(place: Place, new: str, lines: Sequence[str]) -> Edit | None:
    """The edit that puts `new` in the stead of a place's text; None when that text does not stand there.

    A text of several lines has them as the file has them, or without the margin of its block.
    """
    first, *rest = place.text.split("\n")
    index = place.line - 1
    start = place.column - 1
    if not place.text or index < 0 or index + len(rest) >= len(lines):
        return None
    new = strings.escaped(place.file, place.line, place.column, place.text, new, lines)
    if not rest:
        if lines[index][start : start + len(first)] != first:
            return None
        return Edit(
            file=place.file, line=place.line, column=place.column, old=first, new=_margined(new, start, lines[index])
        )
    if lines[index][start:].rstrip() != first.rstrip():
        return None
    below = lines[index + 1 : index + 1 + len(rest)]
    margin = _margin(rest, below)
    if margin is None:
        return None
    last = below[-1][: margin + len(rest[-1])]
    old = "\n".join([lines[index][start:], *below[:-1], last])
    head, *tail = new.split("\n")
    more = [(" " * margin + line).rstrip() for line in tail]
    return Edit(file=place.file, line=place.line, column=place.column, old=old, new="\n".join([head, *more]))


def _words(edit: Edit) -> list[Edit]:
    """The edit as several of single words, so that it goes together with others of the same line."""
    if WORD.split(edit.old) != WORD.split(edit.new):
        return [edit]
    return [
        replace(edit, column=edit.column + before.start(), old=before[0], new=after[0])
        for before, after in zip(WORD.finditer(edit.old), WORD.finditer(edit.new), strict=True)
        if before[0] != after[0]
    ]


def _folded(edit: Edit, lines: Sequence[str]) -> Edit:
    """The edit, with a line break behind it where what follows would make its last line longer than lines are."""
    old, new = edit.old.split("\n"), edit.new.split("\n")
    last = lines[edit.line - 2 + len(old)]
    end = (edit.column - 1 if len(old) == 1 else 0) + len(old[-1])
    before = lines[edit.line - 1][: edit.column - 1] if len(new) == 1 else ""
    behind = BEHIND.match(last, end)
    if behind is None or len(last) > WIDTH or len(before + new[-1] + last[end:]) <= WIDTH or not PROSE.match(last):
        return edit
    margin = len(new[-1]) - len(new[-1].lstrip()) if len(new) > 1 else quotes.margin(lines, edit.line - 1)
    return replace(edit, old=edit.old + behind[0], new=f"{edit.new}{behind['end']}\n{' ' * margin}")


def _margin(rest: Sequence[str], below: Sequence[str]) -> int | None:
    """The blanks that stand before each of some lines in the file, None when they are not those lines."""
    pairs = [(want.rstrip(), line) for want, line in zip(rest, below, strict=True) if want.strip()]
    if any(line.strip() for want, line in zip(rest, below, strict=True) if not want.strip()):
        return None
    for margin in {len(line) - len(line.lstrip()) - (len(want) - len(want.lstrip())) for want, line in pairs[:1]}:
        blank = " " * margin
        if margin >= 0 and all(
            line.rstrip() == blank + want if number < len(pairs) - 1 else line.startswith(blank + want)
            for number, (want, line) in enumerate(pairs)
        ):
            return margin
    return None


def _margined(new: str, start: int, line: str) -> str:
    """Lines that a correction adds stand below the first of them, unless they already have the file's margin."""
    head, *tail = new.split("\n")
    indent = len(line) - len(line.lstrip())
    if not tail or all(len(each) - len(each.lstrip()) >= indent for each in tail if each.strip()):
        return new
    return "\n".join([head, *((" " * start + each).rstrip() for each in tail)])


def _adornments(edit: Edit, lines: Sequence[str]) -> Iterator[Edit]:
    """Lines below and above a title that has become longer."""
    longer = len(edit.new) - len(edit.old)
    if longer <= 0 or "\n" in edit.old + edit.new or not edit.file.endswith((".rst", ".txt")):
        return
    title = lines[edit.line - 1].rstrip()
    below, above = (
        lines[number - 1].rstrip() if 0 < number <= len(lines) else "" for number in (edit.line + 1, edit.line - 1)
    )
    # What stands above a title as well is the same as below it; else it belongs to the title before.
    for number, other in ((edit.line + 1, below), (edit.line - 1, above if above[:1] == below[:1] else "")):
        if len(other) > 2 and ADORNMENT.match(other) and len(title) <= len(other) < len(title) + longer:
            more = other[0] * (len(title) + longer - len(other))
            yield Edit(file=edit.file, line=number, column=len(other) + 1, old="", new=more)


def _cells(edit: Edit, lines: Sequence[str]) -> Iterator[Edit]:
    """Blanks behind a cell of a table that has become longer or shorter: the next column stays where it is."""
    longer = len(edit.new) - len(edit.old)
    if not longer or "\n" in edit.old + edit.new or not _is_row(lines, edit.line - 1):
        return
    end = edit.column - 1 + len(edit.old)
    gap = re.search(r" {2,}(?=\S)| +(?=\|)", lines[edit.line - 1][end:])
    if gap is None:
        return
    column = end + gap.start() + 1
    if longer < 0:
        yield Edit(file=edit.file, line=edit.line, column=column, old="", new=" " * -longer)
    elif len(gap[0]) > longer:
        yield Edit(file=edit.file, line=edit.line, column=column, old=" " * longer, new="")


def _is_row(lines: Sequence[str], index: int) -> bool:
    """Whether a line is one of a table's."""
    while index >= 0 and lines[index].strip():
        if BORDER.match(lines[index]):
            return True
        index -= 1
    return False


def _mentions(edit: Edit, lines: Sequence[str]) -> Iterator[Edit]:
    """The same parameter where the text of its directive speaks of it: ``fd``, or ``request.eta`` of ``request``."""
    index = edit.line - 1
    while index >= 0 and not re.match(r"\s*\.\. [\w:-]+::", lines[index]):
        if not lines[index].strip():
            return
        index -= 1
    name = re.compile(rf"(?<![`\w])``(?P<name>{re.escape(edit.old)})(?=``|[.\[(])")
    for number in range(edit.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and indent_of(line) <= indent_of(lines[index]):
            return
        for match in name.finditer(line):
            yield Edit(file=edit.file, line=number, column=match.start("name") + 1, old=edit.old, new=edit.new)


# - A line that is missing


def _imported(place: Place, statement: str, sample: Sample, lines: Sequence[str]) -> list[Edit] | None:
    """The edit that has a sample import what it uses."""
    code = sample.code.split("\n")
    if unused := _unused_import(statement, sample, code):
        index, text = unused
        start = code[index].index(text)
        at = Place(
            docs=place.docs, file=place.file, line=sample.lines[index], column=sample.columns[index] + start,
            end_line=sample.lines[index], text=text,
        )  # fmt: skip
        edit = replacement(at, statement, lines)
        return None if edit is None else [edit]
    index, before, behind = _head(statement, code)
    prompt = next((match[0] for line in code if (match := PROMPT.match(line))), "")
    number = sample.lines[index]
    margin = lines[sample.lines[0] - 1][: sample.columns[0] - 1]
    if margin.strip():
        return None  # the sample's first line stands behind something else
    blank = "" if prompt else "\n"
    text = (blank if before else "") + margin + prompt + statement + "\n" + (blank if behind else "")
    return [Edit(file=place.file, line=number, column=1, old="", new=text)]


def _unused_import(statement: str, sample: Sample, code: Sequence[str]) -> tuple[int, str] | None:
    """An import of another of the reader's tasks, which the sample does not use: this one was meant."""
    wanted = re.fullmatch(r"from\s+((?:\w+\.)?tasks)\s+import\s+(\w+)", statement)
    if wanted is None:
        return None
    for index, line in enumerate(code):
        given = re.fullmatch(rf"\s*(?:>>> )?(from\s+{re.escape(wanted[1])}\s+import\s+(\w+))\s*", line)
        if given and len(re.findall(rf"\b{re.escape(given[2])}\b", sample.code)) == 1:
            return index, given[1]
    return None


def _head(statement: str, code: Sequence[str]) -> tuple[int, bool, bool]:
    """The line before which an import is put in, and whether a blank line stands before and behind it."""
    first = _behind_heading(code)
    origins: list[tuple[int, int]] = []  # lines of the imports at the head, and how far from home each is
    index = first
    while index < len(code) and (not code[index].strip() or IMPORT.match(PROMPT.sub("", code[index]))):
        if code[index].strip():
            origins.append((index, _distance(PROMPT.sub("", code[index]))))
        index += 1
    own = _distance(statement)
    above = [line for line, distance in origins if distance <= own]
    below = [line for line, distance in origins if distance > own]
    if not origins or any(code[line].rstrip().endswith(("(", "\\")) for line, _ in origins):
        return first, False, not origins
    if above and (not below or above[-1] < below[0]):
        same = _distance(PROMPT.sub("", code[above[-1]])) == own
        # A line behind the last of its kind; with a blank line before it when the kind is another.
        return above[-1] + 1, not same, False
    return below[0], False, True


def _behind_heading(code: Sequence[str]) -> int:
    """The first line behind comments that name the file, or stand apart: others are about the statement below them."""
    first = index = 0
    while index < len(code) - 1 and (not code[index].strip() or code[index].lstrip().startswith("#")):
        index += 1
        if not code[index - 1].strip() or HEADING.search(code[index - 1]) or not code[index].strip():
            first = index
    return first


def _distance(statement: str) -> int:
    """The order of imports: the future, the standard library, other packages, the reader's own."""
    module = statement.split()[1]
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 1 if module.partition(".")[0] in sys.stdlib_module_names else 2


def _underlined(place: Place, observed: str, lines: Sequence[str]) -> list[Edit] | None:
    """The edit that makes the line below a title as long as the title."""
    index = place.line - 1
    if "Title underline too short" not in observed or not 0 < index < len(lines) or not ADORNMENT.match(lines[index]):
        return None
    line = lines[index].rstrip()
    more = len(lines[index - 1].rstrip()) - len(line)
    return (
        [Edit(file=place.file, line=place.line, column=len(line) + 1, old="", new=line[0] * more)] if more > 0 else None
    )


# - A directive whose content stands beside it


def _filled(place: Place, observed: str, lines: Sequence[str]) -> list[Edit] | None:
    """The edit that puts the paragraph below an empty directive into it; an empty block of code goes."""
    index = place.line - 1
    if not re.match(r"\s*\.\. [\w-]+::", place.text) or index + 2 >= len(lines) or lines[index].strip() != place.text:
        return None
    margin = len(lines[index]) - len(lines[index].lstrip())
    first = index + 1
    if lines[first].strip():
        return None
    if "without any content" in observed:
        old = "".join(line + "\n" for line in lines[index : first + 1])
        return [Edit(file=place.file, line=place.line, column=1, old=old, new="")]
    if "Content block expected" not in observed:
        return None
    while first < len(lines) and not lines[first].strip():
        first += 1
    last = _paragraph(lines, first)
    if last < first or any(indent_of(line) != margin for line in lines[first : last + 1]):
        return None
    if lines[last].rstrip().endswith("::"):
        while last + 1 < len(lines) and (not lines[last + 1].strip() or indent_of(lines[last + 1]) > margin):
            last += 1
        while not lines[last].strip():
            last -= 1
    below = lines[first : last + 1]
    old = "\n".join(below)
    new = "\n".join(" " * INDENT + line if line.strip() else line for line in below)
    return [Edit(file=place.file, line=first + 1, column=1, old=old, new=new)]


def _paragraph(lines: Sequence[str], first: int) -> int:
    """The last line of the paragraph at a line, one before it when that is a directive or a comment."""
    if first >= len(lines) or lines[first].lstrip().startswith(".. "):
        return first - 1
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return last


# - Output below a statement that prints nothing


def _shown(place: Place, findings: Sequence[Finding], sample: Sample | None, lines: Sequence[str]) -> list[Edit] | None:
    """The edit that types the name which the statement above has bound: that prints what is shown."""
    source = next(
        (
            str(item.evidence.get("source", ""))
            for item in findings
            if (item.place.file, item.place.line, item.place.column) == (place.file, place.line, place.column)
        ),
        "",
    )
    bound = _bound(source)
    if bound is None or sample is None or not 0 < place.line <= len(lines):
        return None
    above = next(
        (line for line in reversed(sample.code.split("\n")[: sample.lines.index(place.line)]) if line.strip()), ""
    )
    if not re.match(r"\s*(>>>|\.\.\.)", above):
        return None
    index = sample.lines.index(place.line)
    margin = " " * (sample.columns[index] - 1 + len(above) - len(above.lstrip()))
    return [Edit(file=place.file, line=place.line, column=1, old="", new=f"{margin}>>> {bound}\n")]


def holds_result(found: Finding) -> bool:
    """Whether a name shows a result itself, where what it holds is shown."""
    return RESULT.match(found.observed) is not None


def awaited(erratum: Erratum, correction: Correction, found: Finding) -> Correction | None:
    """The correction that types what a result holds, where the name shows the result itself; None for another case."""
    if erratum.rule != "output-of-assignment" or not holds_result(found):
        return None
    typed = re.compile(r"(>>> [A-Za-z_][\w.]*)\n$")
    if not all(not edit.old and typed.search(edit.new) for edit in correction.edits):
        return None
    edits = tuple(replace(edit, new=typed.sub(r"\1.get()\n", edit.new)) for edit in correction.edits)
    return replace(correction, edits=edits)


def _bound(source: str) -> str | None:
    """What an assignment of one line binds, as it is typed to see it."""
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        return None
    if not isinstance(last, ast.Assign) or len(last.targets) != 1:
        return None
    target = last.targets[0]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    if not all(isinstance(each, ast.Name | ast.Attribute) for each in names):
        return None
    return ", ".join(ast.unparse(each) for each in names)
