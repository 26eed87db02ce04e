"""What a name shows that a correction has typed, where output stood below its assignment.

What is displayed there is let through with a prefix of names that a reader's terminal leaves out: whoever has the name
typed shows what is seen then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.checks._shown import comparison, display, values
from harness.checks._shown.ledger import Situation
from harness.model import Erratum, Observation, Place
from harness.repair.edit import Edit
from harness.repair.edits import Correction, replacement

RULE = "output-of-assignment"


def displayed(
    erratum: Erratum, correction: Correction, seen: Sequence[Observation], lines: Callable[[str], Sequence[str]]
) -> Correction | None:
    """The correction that shows what was displayed as well; None where that is what the page shows.

    `seen` are the steps of the corrected docs, `lines` gives those of a file as it stands.
    """
    if erratum.rule != RULE or len(correction.edits) != len(places := _places(erratum, correction)):
        return None
    more: list[Edit] = []
    for place, typed in zip(places, correction.edits, strict=True):
        name = typed.new.strip().removeprefix(">>> ")
        step = next((each for each in seen if (each.source.strip(), each.shown) == (name, place.text)), None)
        right = None if step is None or step.status != "done" else _right(place.text, step)
        if right is not None and (edit := replacement(place, right, lines(place.file))) is not None:
            more.append(edit)
    return Correction(docs=correction.docs, edits=(*correction.edits, *more), whole=correction.whole) if more else None


def _places(erratum: Erratum, correction: Correction) -> list[Place]:
    """Where one line is shown."""
    return [place for place in erratum.places if place.docs == correction.docs and "\n" not in place.text]


def _right(shown: str, step: Observation) -> str | None:
    """What should be shown; None where that is shown, or something else differs than what is let through."""
    found = comparison.compare(shown, step.output, step.value, Situation())
    if found is None or not found.agrees or not found.corrected:
        return None
    try:
        old = values.read_all(shown)
    except values.Unreadable:
        return None
    told, right = (" ".join(map(display.show, nodes)) for nodes in (old, found.corrected))
    return right if right != told else None
