"""Which file a page says that a sample is saved into: by caption, sentence, title, or a comment in it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from harness.model import Sample, Step
from harness.plan.packages import INSTALLED

#: Extensions of the files that blocks of a language are.
EXTENSIONS = {
    "python": ("py",),
    "ini": ("ini", "cfg", "conf"),
    "cfg": ("cfg", "ini", "conf"),
    "json": ("json",),
    "toml": ("toml",),
    "yaml": ("yaml", "yml"),
    "text": ("txt", "ini", "cfg", "conf", "env"),
}
_ENDINGS = "|".join(sorted({ending for endings in EXTENSIONS.values() for ending in endings}))
#: A path below the reader's directory; no pattern, no address, nothing of the system's.
_FILE = rf"(?<![\w./~*<%$-])(?P<file>(?:[\w-]+/)*[\w-]+\.(?:{_ENDINGS}))(?![\w/*-]|\.\w)"
_OF = r"(?:the|your|our|a|an|its|this|that|my)"

#: How a sentence says it, in the order in which they are believed.
SAYINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?::?file:?\s*)?[`'\"]*{_FILE}[`'\"]*\s*:?$",  # "proj/celery.py:"
        # "In the file x.py, …"
        rf"^(?:\w+,?\s+)?(?:in|for|inside|within|into|to)\s+(?:{_OF}\s+)?(?:[\w'’]+\s+){{0,3}}?{_FILE}",
        # "Create x.py beside y.py:", "add this to the x.py module"
        r"\b(?:create|add|save|put|write|place|edit|open|modify|change|update|extend)\b"
        rf"(?:(?!\b(?:from|than|like)\b)[^,;:])*?{_FILE}",
        rf"{_FILE}(?:\s+(?:file|module))?\s+(?:(?:may|might|could|should|would|can|will|must)\s+)?(?:contains?|looks?|reads?|has|have|be|is)\b",
        # "… with an entry point in setup.py:"
        rf"\b(?:in|into|to|inside|within|of|as)\s+(?:{_OF}\s+)?(?:[\w'’]+\s+){{0,3}}?{_FILE}(?:\s+(?:\w+\s+)?(?:file|module))?\s*[.:]?$",
        rf"{_FILE}.*\b(?:add|put|set|write|use)\b.*\bfollowing\b",  # "Using settings.py, add the following:"
    )
)
WHOLE = re.compile(rf"^[`'\"]*{_FILE}[`'\"]*$")
CAPTION = re.compile(_FILE)
#: "# views.py", "# Put this in your conftest.py": what stands below, up to the next of them, is in that file.
HEADER = re.compile(
    rf"^#+\s*(?:file(?:name)?:?\s+|in\s+|(?:put|add|save|place)\s+(?:this|these|it|the following)\s+(?:in|into|to)\s+)?"
    rf"(?:{_OF}\s+)?(?:file\s+)?[`'\"]*{_FILE}[`'\"]*(?:\s+file)?\s*:?$",
    re.IGNORECASE,
)


def path(sample: Sample, root: str) -> str:
    """The file, relative to the reader's project, that a sample is saved into; "" when the page says none.

    `root` is the release tree: a sample that the page includes from there is the file that it is.
    """
    endings = EXTENSIONS.get(sample.language)
    if endings is None:
        return ""
    if sample.form == "literalinclude" and (included := _included(sample.file, Path(root))):
        return included
    for found in _said(sample):
        if found.rpartition(".")[2].lower() in endings and (sample.language != "python" or module(found)):
            return _below_project(found)
    return ""


def module(file: str) -> str:
    """The module that a file is: "proj/celery.py" is proj.celery; "" for what is none.

    A package's own file is called by its name: its folder's module is not what a reader can replace line by line.
    """
    name = file.removesuffix(".py").replace("/", ".")
    return name if file.endswith(".py") and all(part.isidentifier() for part in name.split(".")) else ""


def file_of(module: str) -> str:
    """The file that a module is."""
    return module.replace(".", "/") + ".py"


def parts(code: str, steps: Sequence[Step]) -> list[Step]:
    """The steps with the modules that comments above them name, cut where such a comment stands between statements."""
    headers = {
        number: named
        for number, line in enumerate(code.split("\n"))
        if (match := HEADER.match(line)) and (named := module(_below_project(match["file"])))
    }
    if not headers:
        return list(steps)
    return [part for step in steps for part in (_cut(step, headers) if step.kind == "module" else [step])]


def _said(sample: Sample) -> Iterator[str]:
    """Files that the page names, the most believable first."""
    if match := CAPTION.search(sample.caption):
        yield match["file"]
    for saying in SAYINGS:
        if match := saying.search(sample.lead):
            yield match["file"]
    if match := WHOLE.match(sample.headings[-1] if sample.headings else ""):
        yield match["file"]
    if match := HEADER.match(sample.code.split("\n", 1)[0]):
        yield match["file"]


def _included(file: str, root: Path) -> str:
    """The path that an included file has below the folder of its outermost package."""
    found = PurePosixPath(file)
    if found.parts[:1] == ("docs",) or not (root / file).is_file():
        return ""
    top = found.parent
    if not (root / top / "__init__.py").is_file():
        return found.name
    while (root / top.parent / "__init__.py").is_file():
        top = top.parent
    return found.relative_to(top.parent).as_posix()


def _below_project(file: str) -> str:
    """The path below the project's folder, which has mostly the name of the package in it.

    A file that is named without its folder, and as an installed package is, is in the project: nobody replaces those.
    """
    first, _, rest = file.partition("/")
    if rest.startswith(first + "/"):
        return rest
    name = module(file)
    return f"proj/{file}" if name and name.partition(".")[0] in INSTALLED | sys.stdlib_module_names else file


def _cut(step: Step, headers: dict[int, str]) -> list[Step]:
    lines = step.source.split("\n")
    above = [number for number in headers if number <= step.first]
    cuts = [
        0,
        *(number - step.first for number in headers if step.first < number < step.first + len(lines)),
        len(lines),
    ]
    names = [headers[max(above)] if above else "", *(headers[step.first + cut] for cut in cuts[1:-1])]
    found = []
    for name, begin, end in zip(names, cuts, cuts[1:], strict=False):
        source = "\n".join(lines[begin:end]).rstrip()
        try:
            is_whole = bool(ast.parse(source).body)
        except SyntaxError:  # the comment stood in a string
            return [step]
        if is_whole:
            found.append(replace(step, source=source, first=step.first + begin, module=name))
    return found
